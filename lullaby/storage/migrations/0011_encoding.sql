-- The encoding that somebody chose for a words file, by a hash of the file's bytes.
CREATE TABLE words_encoding (
    content TEXT PRIMARY KEY,
    encoding TEXT NOT NULL CHECK (encoding <> '')
) STRICT, WITHOUT ROWID;
