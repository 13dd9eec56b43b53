-- What else an evening's row holds. Empty or NULL: nobody said.
ALTER TABLE entry ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE entry ADD COLUMN before TEXT NOT NULL DEFAULT '';
ALTER TABLE entry ADD COLUMN after TEXT NOT NULL DEFAULT '';
ALTER TABLE entry ADD COLUMN music_step INTEGER CHECK (music_step BETWEEN 0 AND 20);
ALTER TABLE entry_bed ADD COLUMN step INTEGER CHECK (step BETWEEN 0 AND 20);

-- Lists of words: what else helped, who was there, which children.
CREATE TABLE entry_word (
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    list TEXT NOT NULL CHECK (list IN ('helped', 'who', 'children')),
    place INTEGER NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (entry_id, list, place)
) STRICT, WITHOUT ROWID;
