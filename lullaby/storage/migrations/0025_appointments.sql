-- Agreed times at which somebody else begins the same song. `at` keeps the zone in which it was agreed,
-- `moment` is the same in UTC.
CREATE TABLE appointment (
    id INTEGER PRIMARY KEY,
    track_id INTEGER NOT NULL REFERENCES track (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    moment TEXT NOT NULL,
    beats INTEGER NOT NULL CHECK (beats >= 0),
    partner TEXT NOT NULL,
    UNIQUE (track_id, moment)
) STRICT;
