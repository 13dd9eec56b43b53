-- How long the recording was when it was measured, in ms; the header of its file may state otherwise.
ALTER TABLE loudness ADD COLUMN heard_ms INTEGER;
