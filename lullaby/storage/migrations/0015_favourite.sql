-- Songs that the person marked with the heart.
ALTER TABLE track ADD COLUMN favourite INTEGER NOT NULL DEFAULT 0 CHECK (favourite IN (0, 1));
