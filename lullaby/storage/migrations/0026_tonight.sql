-- Which take plays instead of a song; 0 for the song itself, NULL for what holds for everybody.
ALTER TABLE kin ADD COLUMN take_id INTEGER CHECK (take_id >= 0);

-- Who sang in the recording that was heard; empty for a song that is no recording of the person's own.
ALTER TABLE entry_song ADD COLUMN singer TEXT NOT NULL DEFAULT '';
