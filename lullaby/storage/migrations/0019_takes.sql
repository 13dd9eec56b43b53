-- People's own recordings of songs, as files in the folder of voices; deleted ones are in its bin until
-- they are gone for good. Time t of a take is at first_ms + pace * t of the song as it is performed.
CREATE TABLE take (
    id INTEGER PRIMARY KEY,
    song TEXT NOT NULL CHECK (song <> ''),
    title TEXT NOT NULL,
    singer TEXT NOT NULL CHECK (singer <> ''),
    child_id INTEGER NOT NULL DEFAULT 0,
    recorded_at TEXT NOT NULL,
    length_ms INTEGER NOT NULL CHECK (length_ms > 0),
    first_ms REAL NOT NULL,
    pace REAL NOT NULL CHECK (pace > 0),
    semitones REAL NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('clock', 'score', 'hand')),
    doubt_ms REAL NOT NULL,
    file TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    deleted_at TEXT
) STRICT;

CREATE INDEX take_song ON take (song);
