-- How a song made from a score is sung here: with its tune or without, and which of its verses,
-- as numbers from 0 parted by blanks; empty for all.
ALTER TABLE track ADD COLUMN with_tune INTEGER NOT NULL DEFAULT 1 CHECK (with_tune IN (0, 1));
ALTER TABLE track ADD COLUMN verses TEXT NOT NULL DEFAULT '';

-- Where in a file its fault lies and what it is, as far as that is known.
ALTER TABLE track ADD COLUMN fault_note TEXT NOT NULL DEFAULT '';
