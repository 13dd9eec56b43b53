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
    <name>FoldersTopic</name>
    <message numerus="yes">
        <source>Show %n hidden songs again</source>
        <translation>
            <numerusform>Show %n hidden song again</numerusform>
            <numerusform>Show %n hidden songs again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Suggestion</name>
    <message numerus="yes">
        <source>“{title}” was playing on %n calm nights</source>
        <translation>
            <numerusform>“{title}” was playing on %n calm night</numerusform>
            <numerusform>“{title}” was playing on %n calm nights</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TagController</name>
    <message numerus="yes">
        <source>Wrote %n beats a minute into “{title}”</source>
        <translation>
            <numerusform>Wrote %n beat a minute into “{title}”</numerusform>
            <numerusform>Wrote %n beats a minute into “{title}”</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TempoController</name>
    <message numerus="yes">
        <source>“{title}” set to %n beats a minute</source>
        <translation>
            <numerusform>“{title}” set to %n beat a minute</numerusform>
            <numerusform>“{title}” set to %n beats a minute</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Your marks on %n songs were removed</source>
        <translation>
            <numerusform>Your mark on %n song was removed</numerusform>
            <numerusform>Your marks on %n songs were removed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n songs marked as calming</source>
        <translation>
            <numerusform>%n song marked as calming</numerusform>
            <numerusform>%n songs marked as calming</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n songs hidden from calm lists</source>
        <translation>
            <numerusform>%n song hidden from calm lists</numerusform>
            <numerusform>%n songs hidden from calm lists</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimeLeft</name>
    <message numerus="yes">
        <source>%n fewer minutes</source>
        <translation>
            <numerusform>%n fewer minute</numerusform>
            <numerusform>%n fewer minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more minutes</source>
        <translation>
            <numerusform>%n more minute</numerusform>
            <numerusform>%n more minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimerChoice</name>
    <message numerus="yes">
        <source>%n minutes less</source>
        <translation>
            <numerusform>%n minute less</numerusform>
            <numerusform>%n minutes less</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minutes more</source>
        <translation>
            <numerusform>%n minute more</numerusform>
            <numerusform>%n minutes more</numerusform>
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
        <source>Saved %n songs to {file}.</source>
        <translation>
            <numerusform>Saved %n song to {file}.</numerusform>
            <numerusform>Saved %n songs to {file}.</numerusform>
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
    <name>appointments</name>
    <message numerus="yes">
        <source>%n beats, then it begins</source>
        <translation>
            <numerusform>%n beat, then it begins</numerusform>
            <numerusform>%n beats, then it begins</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours ahead</source>
        <translation>
            <numerusform>%n hour ahead</numerusform>
            <numerusform>%n hours ahead</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours behind</source>
        <translation>
            <numerusform>%n hour behind</numerusform>
            <numerusform>%n hours behind</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n minutes: {song}</source>
        <translation>
            <numerusform>In %n minute: {song}</numerusform>
            <numerusform>In %n minutes: {song}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bars</name>
    <message numerus="yes">
        <source>%n more messages</source>
        <translation>
            <numerusform>%n more message</numerusform>
            <numerusform>%n more messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bundles</name>
    <message numerus="yes">
        <source>%n songs are in your library.</source>
        <translation>
            <numerusform>%n song is in your library.</numerusform>
            <numerusform>%n songs are in your library.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>“{title}” is in your library, with %n new recordings.</source>
        <translation>
            <numerusform>“{title}” is in your library, with %n new recording.</numerusform>
            <numerusform>“{title}” is in your library, with %n new recordings.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>choir</name>
    <message numerus="yes">
        <source>moved up %n semitones</source>
        <translation>
            <numerusform>moved up %n semitone</numerusform>
            <numerusform>moved up %n semitones</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>moved down %n semitones</source>
        <translation>
            <numerusform>moved down %n semitone</numerusform>
            <numerusform>moved down %n semitones</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>copies</name>
    <message numerus="yes">
        <source>%n recordings of your voice</source>
        <translation>
            <numerusform>%n recording of your voice</numerusform>
            <numerusform>%n recordings of your voice</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n recordings are in no copy yet.</source>
        <translation>
            <numerusform>%n recording is in no copy yet.</numerusform>
            <numerusform>%n recordings are in no copy yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>drop</name>
    <message numerus="yes">
        <source>Drop to add %n songs to your library</source>
        <translation>
            <numerusform>Drop to add %n song to your library</numerusform>
            <numerusform>Drop to add %n songs to your library</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Drop to import %n playlists</source>
        <translation>
            <numerusform>Drop to import %n playlist</numerusform>
            <numerusform>Drop to import %n playlists</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>erasing</name>
    <message numerus="yes">
        <source>%n nights</source>
        <translation>
            <numerusform>%n night</numerusform>
            <numerusform>%n nights</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the settings of %n songs</source>
        <translation>
            <numerusform>the settings of %n song</numerusform>
            <numerusform>the settings of %n songs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n recordings</source>
        <translation>
            <numerusform>%n recording</numerusform>
            <numerusform>%n recordings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n nights with others stay, without the name.</source>
        <translation>
            <numerusform>%n night with others stays, without the name.</numerusform>
            <numerusform>%n nights with others stay, without the name.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n old backups can’t be read.</source>
        <translation>
            <numerusform>%n old backup can’t be read.</numerusform>
            <numerusform>%n old backups can’t be read.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>family</name>
    <message numerus="yes">
        <source>%n playlists</source>
        <translation>
            <numerusform>%n playlist</numerusform>
            <numerusform>%n playlists</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n routines</source>
        <translation>
            <numerusform>%n routine</numerusform>
            <numerusform>%n routines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>How %n songs are sung</source>
        <translation>
            <numerusform>How %n song is sung</numerusform>
            <numerusform>How %n songs are sung</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n nights are told differently there. Yours stay.</source>
        <translation>
            <numerusform>%n night is told differently there. Yours stays.</numerusform>
            <numerusform>%n nights are told differently there. Yours stay.</numerusform>
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
        <source>%n nights with an answer.</source>
        <translation>
            <numerusform>%n night with an answer.</numerusform>
            <numerusform>%n nights with an answer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>bedtime routine on {n} of %n nights</source>
        <translation>
            <numerusform>bedtime routine on {n} of %n night</numerusform>
            <numerusform>bedtime routine on {n} of %n nights</numerusform>
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
    <name>key</name>
    <message numerus="yes">
        <source>%n semitones higher suits you</source>
        <translation>
            <numerusform>%n semitone higher suits you</numerusform>
            <numerusform>%n semitones higher suits you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n semitones lower suits you</source>
        <translation>
            <numerusform>%n semitone lower suits you</numerusform>
            <numerusform>%n semitones lower suits you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n songs moved to keys that suit you</source>
        <translation>
            <numerusform>1 song moved to a key that suits you</numerusform>
            <numerusform>%n songs moved to keys that suit you</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>library</name>
    <message numerus="yes">
        <source>%n songs hidden</source>
        <translation>
            <numerusform>%n song hidden</numerusform>
            <numerusform>%n songs hidden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n songs added to favourites</source>
        <translation>
            <numerusform>%n song added to favourites</numerusform>
            <numerusform>%n songs added to favourites</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n songs removed from favourites</source>
        <translation>
            <numerusform>%n song removed from favourites</numerusform>
            <numerusform>%n songs removed from favourites</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>menus</name>
    <message numerus="yes">
        <source>Keep all %n songs of its file</source>
        <translation>
            <numerusform>Keep the %n song of its file</numerusform>
            <numerusform>Keep all %n songs of its file</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Play %n songs</source>
        <translation>
            <numerusform>Play %n song</numerusform>
            <numerusform>Play %n songs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hide %n songs</source>
        <translation>
            <numerusform>Hide %n song</numerusform>
            <numerusform>Hide %n songs</numerusform>
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
        <source>%n semitones higher</source>
        <translation>
            <numerusform>%n semitone higher</numerusform>
            <numerusform>%n semitones higher</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n semitones lower</source>
        <translation>
            <numerusform>%n semitone lower</numerusform>
            <numerusform>%n semitones lower</numerusform>
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
        <source>%n nights differ from yours. Yours were kept.</source>
        <translation>
            <numerusform>%n night differs from yours. Yours was kept.</numerusform>
            <numerusform>%n nights differ from yours. Yours were kept.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opened</name>
    <message numerus="yes">
        <source>%n songs are now in your library.</source>
        <translation>
            <numerusform>%n song is now in your library.</numerusform>
            <numerusform>%n songs are now in your library.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files could not be read.</source>
        <translation>
            <numerusform>%n file could not be read.</numerusform>
            <numerusform>%n files could not be read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more files were left out.</source>
        <translation>
            <numerusform>%n more file was left out.</numerusform>
            <numerusform>%n more files were left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files are not where they were.</source>
        <translation>
            <numerusform>%n file is not where it was.</numerusform>
            <numerusform>%n files are not where they were.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Lullaby can’t open %n of the files.</source>
        <translation>
            <numerusform>Lullaby can’t open %n of the files.</numerusform>
            <numerusform>Lullaby can’t open %n of the files.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>phones</name>
    <message numerus="yes">
        <source>%n phones have the remote</source>
        <translation>
            <numerusform>%n phone has the remote</numerusform>
            <numerusform>%n phones have the remote</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n devices show the words</source>
        <translation>
            <numerusform>%n device shows the words</numerusform>
            <numerusform>%n devices show the words</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n phones</source>
        <translation>
            <numerusform>%n phone</numerusform>
            <numerusform>%n phones</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>playlists</name>
    <message numerus="yes">
        <source>%n of {all} songs were found in another place.</source>
        <translation>
            <numerusform>%n of {all} songs was found in another place.</numerusform>
            <numerusform>%n of {all} songs were found in another place.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n internet addresses are kept, but not played.</source>
        <translation>
            <numerusform>%n internet address is kept, but not played.</numerusform>
            <numerusform>%n internet addresses are kept, but not played.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n internet addresses were left out.</source>
        <translation>
            <numerusform>%n internet address was left out.</numerusform>
            <numerusform>%n internet addresses were left out.</numerusform>
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
    <name>recorder</name>
    <message numerus="yes">
        <source>%n beats, then sing</source>
        <translation>
            <numerusform>%n beat, then sing</numerusform>
            <numerusform>%n beats, then sing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n recordings are not kept yet.</source>
        <translation>
            <numerusform>%n recording is not kept yet.</numerusform>
            <numerusform>%n recordings are not kept yet.</numerusform>
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
        <source>%n rules need a newer version of Lullaby; they are kept.</source>
        <translation>
            <numerusform>%n rule needs a newer version of Lullaby; it is kept.</numerusform>
            <numerusform>%n rules need a newer version of Lullaby; they are kept.</numerusform>
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
        <source>%n songs match</source>
        <translation>
            <numerusform>%n song matches</numerusform>
            <numerusform>%n songs match</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} of the %n matching songs</source>
        <translation>
            <numerusform>{n} of the %n matching song</numerusform>
            <numerusform>{n} of the %n matching songs</numerusform>
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
        <source>%n songs were moved or removed</source>
        <translation>
            <numerusform>%n song was moved or removed</numerusform>
            <numerusform>%n songs were moved or removed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n songs are unavailable right now</source>
        <translation>
            <numerusform>%n song is unavailable right now</numerusform>
            <numerusform>%n songs are unavailable right now</numerusform>
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
        <source>Showing %n Christmas songs out of season.</source>
        <translation>
            <numerusform>Showing %n Christmas song out of season.</numerusform>
            <numerusform>Showing %n Christmas songs out of season.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n Christmas songs are hidden until December.</source>
        <translation>
            <numerusform>%n Christmas song is hidden until December.</numerusform>
            <numerusform>%n Christmas songs are hidden until December.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hide them</source>
        <translation>
            <numerusform>Hide it</numerusform>
            <numerusform>Hide them</numerusform>
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
        <source>We know the tempo of {n} of %n songs.</source>
        <translation>
            <numerusform>We know the tempo of {n} of %n song.</numerusform>
            <numerusform>We know the tempo of {n} of %n songs.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing this slow yet. %n songs are a little faster.</source>
        <translation>
            <numerusform>Nothing this slow yet. %n song is a little faster.</numerusform>
            <numerusform>Nothing this slow yet. %n songs are a little faster.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of {all} songs have a calm, resting-heart tempo.</source>
        <translation>
            <numerusform>%n of {all} songs has a calm, resting-heart tempo.</numerusform>
            <numerusform>%n of {all} songs have a calm, resting-heart tempo.</numerusform>
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
        <source>%n of {all} songs have {low} to {high} beats a minute.</source>
        <translation>
            <numerusform>%n of {all} songs has {low} to {high} beats a minute.</numerusform>
            <numerusform>%n of {all} songs have {low} to {high} beats a minute.</numerusform>
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
        <source>%n with unknown tempo</source>
        <translation>
            <numerusform>%n with unknown tempo</numerusform>
            <numerusform>%n with unknown tempo</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n songs</source>
        <translation>
            <numerusform>%n song</numerusform>
            <numerusform>%n songs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>songs</name>
    <message numerus="yes">
        <source>played %n nights</source>
        <translation>
            <numerusform>played %n night</numerusform>
            <numerusform>played %n nights</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>calm on {n} of %n nights</source>
        <translation>
            <numerusform>calm on {n} of %n night</numerusform>
            <numerusform>calm on {n} of %n nights</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n beats a minute</source>
        <translation>
            <numerusform>about %n beat a minute</numerusform>
            <numerusform>about %n beats a minute</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n songs chosen</source>
        <translation>
            <numerusform>%n song chosen</numerusform>
            <numerusform>%n songs chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>splitting</name>
    <message numerus="yes">
        <source>“{file}” holds %n songs.</source>
        <translation>
            <numerusform>“{file}” holds %n song.</numerusform>
            <numerusform>“{file}” holds %n songs.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Files with several songs hold %n.</source>
        <translation>
            <numerusform>Files with several songs hold %n.</numerusform>
            <numerusform>Files with several songs hold %n.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n songs are in the library now.</source>
        <translation>
            <numerusform>%n song is in the library now.</numerusform>
            <numerusform>%n songs are in the library now.</numerusform>
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
        <source>fades out over the last %n minutes</source>
        <translation>
            <numerusform>fades out over the last %n minute</numerusform>
            <numerusform>fades out over the last %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Calm after %n minutes. Undo</source>
        <translation>
            <numerusform>Calm after %n minute. Undo</numerusform>
            <numerusform>Calm after %n minutes. Undo</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>voices</name>
    <message numerus="yes">
        <source>%n backups could not be changed and may hold it.</source>
        <translation>
            <numerusform>%n backup could not be changed and may hold it.</numerusform>
            <numerusform>%n backups could not be changed and may hold it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n recordings</source>
        <translation>
            <numerusform>%n recording</numerusform>
            <numerusform>%n recordings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>words</name>
    <message numerus="yes">
        <source>%n other places have no words either.</source>
        <translation>
            <numerusform>%n other place has no words either.</numerusform>
            <numerusform>%n other places have no words either.</numerusform>
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
        <source>{n} of %n syllables timed</source>
        <translation>
            <numerusform>{n} of %n syllable timed</numerusform>
            <numerusform>{n} of %n syllables timed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} of %n lines timed</source>
        <translation>
            <numerusform>{n} of %n line timed</numerusform>
            <numerusform>{n} of %n lines timed</numerusform>
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
        <source>You have unfinished work here: {n} of %n timed.</source>
        <translation>
            <numerusform>You have unfinished work here: {n} of %n timed.</numerusform>
            <numerusform>You have unfinished work here: {n} of %n timed.</numerusform>
        </translation>
    </message>
</context>
</TS>
