"""The command `voice`: a person's own recordings of a song."""
