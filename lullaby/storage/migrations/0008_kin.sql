-- The children this is for; nobody has to be named.
CREATE TABLE child (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT;

-- How a song is sung with a child, or (child 0) with everybody. What is NULL is as with everybody,
-- and for everybody as the song came; everybody's pace, key, tune and
-- verses are kept with the track.
CREATE TABLE kin (
    track_id INTEGER NOT NULL REFERENCES track (id) ON DELETE CASCADE,
    child_id INTEGER NOT NULL,
    pace REAL CHECK (pace BETWEEN 0.6 AND 1.1),
    semitones REAL CHECK (semitones BETWEEN -6 AND 6),
    louder INTEGER CHECK (louder BETWEEN -20 AND 20),
    earlier_ms INTEGER,
    swapped INTEGER CHECK (swapped IN (0, 1)),
    with_tune INTEGER CHECK (with_tune IN (0, 1)),
    verses TEXT,
    PRIMARY KEY (track_id, child_id)
) STRICT, WITHOUT ROWID;

-- How much earlier words are shown on a loudspeaker than its sound, by the loudspeaker's name.
CREATE TABLE words_on_speaker (
    speaker TEXT PRIMARY KEY,
    earlier_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
