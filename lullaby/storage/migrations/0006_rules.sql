-- What a song is sung in, as a code of ISO 639; empty where nothing tells.
ALTER TABLE track ADD COLUMN language TEXT NOT NULL DEFAULT '';

-- How a playlist finds its songs, as JSON; none where they are chosen one by one.
ALTER TABLE playlist ADD COLUMN rules TEXT;

-- Files that are known already are read once more, for their language.
UPDATE track SET words_mtime_ns = -1 WHERE origin = 'file';
