-- What a take is: one voice in a song, several together, or a message without a song. A message has its own
-- name for a title, and its place says nothing.
ALTER TABLE take ADD COLUMN kind TEXT NOT NULL DEFAULT 'voice'
    CHECK (kind IN ('voice', 'choir', 'message'));
