-- The pace and key in which a song is played here, kept for it.
ALTER TABLE track ADD COLUMN pace REAL NOT NULL DEFAULT 1.0 CHECK (pace BETWEEN 0.6 AND 1.1);
ALTER TABLE track ADD COLUMN semitones REAL NOT NULL DEFAULT 0.0 CHECK (semitones BETWEEN -6 AND 6);
