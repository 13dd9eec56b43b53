-- Which tag the gain of a track comes from; empty for what was read before this was kept.
ALTER TABLE track ADD COLUMN gain_source TEXT NOT NULL DEFAULT '';

-- What was measured, apart from what tags say; true of the file of this size and time of change.
CREATE TABLE loudness (
    track_id INTEGER PRIMARY KEY REFERENCES track (id) ON DELETE CASCADE,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    lufs REAL,
    true_peak_db REAL,
    range_lu REAL,
    reason TEXT NOT NULL DEFAULT '',
    CHECK ((lufs IS NULL) = (true_peak_db IS NULL) AND (lufs IS NULL) = (reason <> ''))
) STRICT;
