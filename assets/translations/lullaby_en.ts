<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ExportController</name>
    <message numerus="yes">
        <source>%n already there</source>
        <translation>
            <numerusform>%n already there</numerusform>
            <numerusform>%n already there</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add them as well</source>
        <translation>
            <numerusform>Add it as well</numerusform>
            <numerusform>Add them as well</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n nights imported</source>
        <translation>
            <numerusform>%n night imported</numerusform>
            <numerusform>%n nights imported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rows had no start time</source>
        <translation>
            <numerusform>%n row had no start time</numerusform>
            <numerusform>%n rows had no start time</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FoldersCard</name>
    <message numerus="yes">
        <source>Bring back %n hidden songs</source>
        <translation>
            <numerusform>Bring back %n hidden song</numerusform>
            <numerusform>Bring back %n hidden songs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlayingView</name>
    <message numerus="yes">
        <source>%n minutes more</source>
        <translation>
            <numerusform>%n minute more</numerusform>
            <numerusform>%n minutes more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Suggestion</name>
    <message numerus="yes">
        <source>{title} has been there on %n calm nights</source>
        <translation>
            <numerusform>{title} has been there on %n calm night</numerusform>
            <numerusform>{title} has been there on %n calm nights</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TagController</name>
    <message numerus="yes">
        <source>%n beats a minute are written into “{title}”</source>
        <translation>
            <numerusform>%n beat a minute is written into “{title}”</numerusform>
            <numerusform>%n beats a minute are written into “{title}”</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TempoController</name>
    <message numerus="yes">
        <source>“{title}” moves at %n beats a minute</source>
        <translation>
            <numerusform>“{title}” moves at %n beat a minute</numerusform>
            <numerusform>“{title}” moves at %n beats a minute</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WelcomeScreen</name>
    <message numerus="yes">
        <source>%n lullabies</source>
        <translation>
            <numerusform>%n lullaby</numerusform>
            <numerusform>%n lullabies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n soft sounds</source>
        <translation>
            <numerusform>%n soft sound</numerusform>
            <numerusform>%n soft sounds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WordsPrinter</name>
    <message numerus="yes">
        <source>The words of %n songs are in {file}.</source>
        <translation>
            <numerusform>The words of %n song are in {file}.</numerusform>
            <numerusform>The words of %n songs are in {file}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n songs have no words yet.</source>
        <translation>
            <numerusform>One song has no words yet.</numerusform>
            <numerusform>%n songs have no words yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>handover</name>
    <message numerus="yes">
        <source>{first} to {last}, {nights}, %n entries</source>
        <translation>
            <numerusform>{first} to {last}, {nights}, %n entry</numerusform>
            <numerusform>{first} to {last}, {nights}, %n entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>journal</name>
    <message numerus="yes">
        <source>%n weeks ago</source>
        <translation>
            <numerusform>%n week ago</numerusform>
            <numerusform>%n weeks ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n nights answered.</source>
        <translation>
            <numerusform>%n night answered.</numerusform>
            <numerusform>%n nights answered.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>bedtime on {n} of %n nights</source>
        <translation>
            <numerusform>bedtime on {n} of %n night</numerusform>
            <numerusform>bedtime on {n} of %n nights</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>From %n nights. Your pattern so far, not a promise.</source>
        <translation>
            <numerusform>From %n night. Your pattern so far, not a promise.</numerusform>
            <numerusform>From %n nights. Your pattern so far, not a promise.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>names</name>
    <message numerus="yes">
        <source>%n minutes left</source>
        <translation>
            <numerusform>%n minute left</numerusform>
            <numerusform>%n minutes left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minutes</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n nights</source>
        <translation>
            <numerusform>%n night</numerusform>
            <numerusform>%n nights</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n beats a minute</source>
        <translation>
            <numerusform>%n beat a minute</numerusform>
            <numerusform>%n beats a minute</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n higher</source>
        <comment>semitones</comment>
        <translation>
            <numerusform>%n higher</numerusform>
            <numerusform>%n higher</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lower</source>
        <comment>semitones</comment>
        <translation>
            <numerusform>%n lower</numerusform>
            <numerusform>%n lower</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>verses {numbers}</source>
        <translation>
            <numerusform>verse {numbers}</numerusform>
            <numerusform>verses {numbers}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Verses {numbers}</source>
        <translation>
            <numerusform>Verse {numbers}</numerusform>
            <numerusform>Verses {numbers}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n songs</source>
        <translation>
            <numerusform>%n song</numerusform>
            <numerusform>%n songs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>“{title}” and %n more, from the Library</source>
        <translation>
            <numerusform>“{title}” and %n more, from the Library</numerusform>
            <numerusform>“{title}” and %n more, from the Library</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nights</name>
    <message numerus="yes">
        <source>%n nights are different here. They were kept as they are here.</source>
        <translation>
            <numerusform>%n night is different here. It was kept as it is here.</numerusform>
            <numerusform>%n nights are different here. They were kept as they are here.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>playlists</name>
    <message numerus="yes">
        <source>%n of {all} songs were found at another place.</source>
        <translation>
            <numerusform>%n of {all} songs was found at another place.</numerusform>
            <numerusform>%n of {all} songs were found at another place.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n addresses are kept, but not played.</source>
        <translation>
            <numerusform>%n address on the network is kept, but not played.</numerusform>
            <numerusform>%n addresses on the network are kept, but not played.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n addresses on the network were left out.</source>
        <translation>
            <numerusform>%n address on the network was left out.</numerusform>
            <numerusform>%n addresses on the network were left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n songs found again</source>
        <translation>
            <numerusform>%n song found again</numerusform>
            <numerusform>%n songs found again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rules</name>
    <message numerus="yes">
        <source>at most %n songs</source>
        <translation>
            <numerusform>%n song</numerusform>
            <numerusform>at most %n songs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rules are of a newer Lullaby; they are kept, and wait.</source>
        <translation>
            <numerusform>One rule is of a newer Lullaby; it is kept, and waits.</numerusform>
            <numerusform>%n rules are of a newer Lullaby; they are kept, and wait.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not known yet</source>
        <translation>
            <numerusform>%n not known yet</numerusform>
            <numerusform>%n not known yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Fits %n songs</source>
        <translation>
            <numerusform>Fits %n song</numerusform>
            <numerusform>Fits %n songs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} of the %n songs that fit</source>
        <translation>
            <numerusform>{n} of the %n song that fits</numerusform>
            <numerusform>{n} of the %n songs that fit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minutes</source>
        <translation>
            <numerusform>about %n minute</numerusform>
            <numerusform>about %n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>scan</name>
    <message numerus="yes">
        <source>%n new songs</source>
        <translation>
            <numerusform>%n new song</numerusform>
            <numerusform>%n new songs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n songs have moved away</source>
        <translation>
            <numerusform>%n song has moved away</numerusform>
            <numerusform>%n songs have moved away</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n songs are away just now</source>
        <translation>
            <numerusform>%n song is away just now</numerusform>
            <numerusform>%n songs are away just now</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read</source>
        <translation>
            <numerusform>%n could not be read</numerusform>
            <numerusform>%n could not be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hours</source>
        <translation>
            <numerusform>about %n hour</numerusform>
            <numerusform>about %n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minutes</source>
        <translation>
            <numerusform>about %n minute</numerusform>
            <numerusform>about %n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>season</name>
    <message numerus="yes">
        <source>%n Christmas songs are awake before their time.</source>
        <translation>
            <numerusform>%n Christmas song is awake before its time.</numerusform>
            <numerusform>%n Christmas songs are awake before their time.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n Christmas songs are resting until December.</source>
        <translation>
            <numerusform>%n Christmas song is resting until December.</numerusform>
            <numerusform>%n Christmas songs are resting until December.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Let them rest</source>
        <translation>
            <numerusform>Let it rest</numerusform>
            <numerusform>Let them rest</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show them</source>
        <translation>
            <numerusform>Show it</numerusform>
            <numerusform>Show them</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sleep</name>
    <message numerus="yes">
        <source>The laptop goes to sleep in %n seconds. Any key keeps it awake.</source>
        <translation>
            <numerusform>The laptop goes to sleep in %n second. Any key keeps it awake.</numerusform>
            <numerusform>The laptop goes to sleep in %n seconds. Any key keeps it awake.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>slow</name>
    <message numerus="yes">
        <source>The tempo of {n} of %n songs is known.</source>
        <translation>
            <numerusform>The tempo of {n} of %n song is known.</numerusform>
            <numerusform>The tempo of {n} of %n songs is known.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing this slow yet. %n songs are just above.</source>
        <translation>
            <numerusform>Nothing this slow yet. %n song is just above.</numerusform>
            <numerusform>Nothing this slow yet. %n songs are just above.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of {all} songs move like a resting heart.</source>
        <translation>
            <numerusform>%n of {all} songs moves like a resting heart.</numerusform>
            <numerusform>%n of {all} songs move like a resting heart.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of {all} songs are very slow.</source>
        <translation>
            <numerusform>%n of {all} songs is very slow.</numerusform>
            <numerusform>%n of {all} songs are very slow.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of {all} songs move at {low} to {high} beats a minute.</source>
        <translation>
            <numerusform>%n of {all} songs moves at {low} to {high} beats a minute.</numerusform>
            <numerusform>%n of {all} songs move at {low} to {high} beats a minute.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n songs sound slow, at any tempo.</source>
        <translation>
            <numerusform>%n song sounds slow, at any tempo.</numerusform>
            <numerusform>%n songs sound slow, at any tempo.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not known yet</source>
        <translation>
            <numerusform>%n not known yet</numerusform>
            <numerusform>%n not known yet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>songs</name>
    <message numerus="yes">
        <source>about %n beats a minute</source>
        <translation>
            <numerusform>about %n beat a minute</numerusform>
            <numerusform>about %n beats a minute</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tonight</name>
    <message numerus="yes">
        <source>{what}  ·  fades out in %n minutes</source>
        <translation>
            <numerusform>{what}  ·  fades out in %n minute</numerusform>
            <numerusform>{what}  ·  fades out in %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>minutes  ·  the last %n grow softer</source>
        <translation>
            <numerusform>minutes  ·  the last one grows softer</numerusform>
            <numerusform>minutes  ·  the last %n grow softer</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>words</name>
    <message numerus="yes">
        <source>%n others hold no words either.</source>
        <translation>
            <numerusform>%n other holds no words either.</numerusform>
            <numerusform>%n others hold no words either.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines had no readable time.</source>
        <translation>
            <numerusform>%n line had no readable time.</numerusform>
            <numerusform>%n lines had no readable time.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n remarks on the words.</source>
        <translation>
            <numerusform>%n remark on the words.</numerusform>
            <numerusform>%n remarks on the words.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation>
            <numerusform>And %n more.</numerusform>
            <numerusform>And %n more.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>words editor</name>
    <message numerus="yes">
        <source>{n} of %n syllables have their time</source>
        <translation>
            <numerusform>{n} of %n syllable has its time</numerusform>
            <numerusform>{n} of %n syllables have their time</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} of %n lines have their time</source>
        <translation>
            <numerusform>{n} of %n line has its time</numerusform>
            <numerusform>{n} of %n lines have their time</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tap with each line, %n more.</source>
        <translation>
            <numerusform>Tap with each line, %n more.</numerusform>
            <numerusform>Tap with each line, %n more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>You began here before: {n} of %n have their time.</source>
        <translation>
            <numerusform>You began here before: {n} of %n has its time.</numerusform>
            <numerusform>You began here before: {n} of %n have their time.</numerusform>
        </translation>
    </message>
</context>
</TS>
