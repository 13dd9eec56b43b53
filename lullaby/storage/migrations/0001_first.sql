CREATE TABLE folder (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    scanned_at TEXT
) STRICT;

CREATE TABLE track (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    origin TEXT NOT NULL DEFAULT 'file' CHECK (origin IN ('file', 'songbook')),
    songbook_id TEXT UNIQUE,
    size INTEGER NOT NULL DEFAULT 0,
    mtime_ns INTEGER NOT NULL DEFAULT 0,
    words_mtime_ns INTEGER NOT NULL DEFAULT 0,
    title TEXT NOT NULL,
    artist TEXT NOT NULL DEFAULT '',
    album TEXT NOT NULL DEFAULT '',
    genre TEXT NOT NULL DEFAULT '',
    duration_ms INTEGER,
    words TEXT NOT NULL DEFAULT 'none',
    has_cover INTEGER NOT NULL DEFAULT 0,
    gain_db REAL,
    peak REAL,
    fault TEXT,
    hidden INTEGER NOT NULL DEFAULT 0,
    added_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
) STRICT;

-- One row for every source, so that tag, ear and the person's word stay apart.
CREATE TABLE tempo (
    track_id INTEGER NOT NULL REFERENCES track (id) ON DELETE CASCADE,
    source TEXT NOT NULL CHECK (source IN ('tag', 'ear', 'tapped', 'said')),
    bpm REAL,
    raw TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (track_id, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE playlist (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    built_in TEXT UNIQUE,
    place INTEGER NOT NULL
) STRICT;

-- A file that is not (or no longer) in the library keeps its place by its path.
CREATE TABLE playlist_item (
    playlist_id INTEGER NOT NULL REFERENCES playlist (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    track_id INTEGER REFERENCES track (id) ON DELETE SET NULL,
    path TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (playlist_id, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX playlist_item_track ON playlist_item (track_id);

CREATE TABLE routine (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    built_in TEXT UNIQUE,
    playlist_id INTEGER REFERENCES playlist (id) ON DELETE SET NULL,
    minutes INTEGER,
    music_step INTEGER NOT NULL,
    place INTEGER NOT NULL
) STRICT;

CREATE TABLE routine_bed (
    routine_id INTEGER NOT NULL REFERENCES routine (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    step INTEGER NOT NULL CHECK (step BETWEEN 0 AND 20),
    PRIMARY KEY (routine_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    utc_offset_s INTEGER NOT NULL DEFAULT 0,
    ended_at TEXT,
    alive_at TEXT,
    ending TEXT CHECK (ending IN ('timer', 'stopped', 'end of list', 'interrupted')),
    routine TEXT NOT NULL DEFAULT '',
    timer_minutes INTEGER,
    outcome TEXT CHECK (outcome IN ('asleep', 'calmer', 'not this time')),
    minutes_to_calm INTEGER,
    note TEXT NOT NULL DEFAULT '',
    by_hand INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX entry_started ON entry (started_at);

CREATE TABLE entry_bed (
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    PRIMARY KEY (entry_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry_song (
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    track_id INTEGER REFERENCES track (id) ON DELETE SET NULL,
    title TEXT NOT NULL,
    played_ms INTEGER NOT NULL DEFAULT 0,
    sung INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (entry_id, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_song_track ON entry_song (track_id);
