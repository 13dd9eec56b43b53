[playlist]
File1=hush.mp3
NumberOfEntries=1
