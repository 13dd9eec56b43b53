-- What the ear heard of a recording, by its content: wherever the file moves and whatever is
-- written into its tags, it is not heard again. `ear` is the version of the ear that heard it.
CREATE TABLE hearing (
    content TEXT PRIMARY KEY,
    ear INTEGER NOT NULL,
    bpm REAL,
    alternatives TEXT NOT NULL DEFAULT '[]',
    calm REAL CHECK (calm BETWEEN 0 AND 1),
    pace TEXT NOT NULL CHECK (pace IN ('slow', 'not slow', 'unknown')),
    reasons TEXT NOT NULL DEFAULT '[]',
    no_beat INTEGER NOT NULL CHECK (no_beat IN (0, 1)),
    seconds REAL NOT NULL
) STRICT, WITHOUT ROWID;

-- The recording in a song's file of this size and time of change; '' where nothing can be heard.
CREATE TABLE recording (
    track_id INTEGER PRIMARY KEY REFERENCES track (id) ON DELETE CASCADE,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    content TEXT NOT NULL
) STRICT;

-- The person's word on whether a song calms, whatever its tempo.
CREATE TABLE calm_word (
    track_id INTEGER PRIMARY KEY REFERENCES track (id) ON DELETE CASCADE,
    calms INTEGER NOT NULL CHECK (calms IN (0, 1))
) STRICT;
