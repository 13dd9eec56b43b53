-- How an evening was to end, and when somebody was still awake.
ALTER TABLE entry ADD COLUMN finish TEXT NOT NULL DEFAULT '';

CREATE TABLE entry_awake (
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    after_ms INTEGER NOT NULL,
    PRIMARY KEY (entry_id, after_ms)
) STRICT, WITHOUT ROWID;
