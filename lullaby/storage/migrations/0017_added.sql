-- When a scan added a song, in seconds since 1970 (UTC); 0 if it came with Lullaby or earlier.
ALTER TABLE track ADD COLUMN added INTEGER NOT NULL DEFAULT 0;
