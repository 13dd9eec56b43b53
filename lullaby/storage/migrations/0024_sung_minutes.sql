-- For how long somebody was heard singing a song, in ms of that evening; 0 where nobody listened.
ALTER TABLE entry_song ADD COLUMN sung_ms INTEGER NOT NULL DEFAULT 0 CHECK (sung_ms >= 0);
