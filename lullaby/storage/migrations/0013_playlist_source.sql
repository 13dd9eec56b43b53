-- What a playlist file held around its songs, so that an export gives it back unchanged: JSON, as in
-- `library.playlist_source`. NULL for playlists and songs that come from no file.
ALTER TABLE playlist ADD COLUMN source TEXT;
ALTER TABLE playlist_item ADD COLUMN source TEXT;
