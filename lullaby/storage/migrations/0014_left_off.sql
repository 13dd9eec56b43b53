-- Where the newest evening was at its last heartbeat, to continue it there. One row: an older evening is
-- not continued. Without a foreign key, because changing a night writes its row anew.
CREATE TABLE left_off (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    entry_id INTEGER NOT NULL,
    -- Place in `left_off_songs`; NULL: only the background sounds were left.
    place INTEGER,
    position_ms INTEGER NOT NULL,
    -- NULL: no end.
    remaining_ms INTEGER,
    elapsed_ms INTEGER NOT NULL,
    music_step INTEGER NOT NULL,
    -- JSON: [[name, step], …]
    ambient TEXT NOT NULL,
    finish TEXT NOT NULL,
    by_voice INTEGER NOT NULL
) STRICT;

-- JSON: the ids of its songs, in order. They rarely change, and may be thousands.
CREATE TABLE left_off_songs (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    track_ids TEXT NOT NULL
) STRICT;
