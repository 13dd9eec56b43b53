-- The sound in a song's file, as `audio.content` names it: '' where that is not known yet, '-' where
-- it cannot be told from the file as it is.
ALTER TABLE track ADD COLUMN content TEXT NOT NULL DEFAULT '';

-- Which file the path led to when it was last looked at, and when that file's entry last changed;
-- 0 where the disk does not tell. Another file under an old path may have its size and time.
ALTER TABLE track ADD COLUMN inode INTEGER NOT NULL DEFAULT 0;
ALTER TABLE track ADD COLUMN ctime_ns INTEGER NOT NULL DEFAULT 0;

-- The key of words that are kept on our own shelf, once the song has moved; before that its path.
ALTER TABLE track ADD COLUMN words_key TEXT;

-- When the song's folder was taken out of the library. The song is not listed from then on, and
-- what is kept of it waits for it to come back.
ALTER TABLE track ADD COLUMN removed_at TEXT;

UPDATE track SET content = coalesce((
    SELECT content FROM recording
    WHERE track_id = track.id AND recording.size = track.size
    AND recording.mtime_ns = track.mtime_ns
), '');

CREATE INDEX track_content ON track (content) WHERE content <> '';
CREATE INDEX track_words_key ON track (words_key) WHERE words_key IS NOT NULL;
