-- Whether the recording is in a copy of everything. The number of the newest one in it would not tell: SQLite gives
-- the number of a row that was removed to another.
ALTER TABLE take ADD COLUMN copied INTEGER NOT NULL DEFAULT 0 CHECK (copied IN (0, 1));
