-- How many songs the file holds; of a collection in ABC the first one is sung from the file itself.
ALTER TABLE track ADD COLUMN songs INTEGER NOT NULL DEFAULT 1;

-- How long the song was when it was played to its end, in ms; NULL unless its header told otherwise.
ALTER TABLE track ADD COLUMN played_ms INTEGER;

-- Files in ABC are read once more, to count their songs.
UPDATE track SET words_mtime_ns = -1 WHERE origin = 'file' AND path LIKE '%.abc';
