-- Whether the music may be heard in a take, because it came from a loudspeaker beside the microphone.
ALTER TABLE take ADD COLUMN music_audible INTEGER NOT NULL DEFAULT 0 CHECK (music_audible IN (0, 1));

-- By how many ms what a loudspeaker plays is heard late by a microphone, as measured, and how far three measurements
-- were apart. NULL where the person did not want it measured, with an empty name for the microphone.
CREATE TABLE sound_delay (
    speaker TEXT NOT NULL,
    microphone TEXT NOT NULL,
    delay_ms REAL,
    spread_ms REAL,
    PRIMARY KEY (speaker, microphone)
) STRICT, WITHOUT ROWID;
