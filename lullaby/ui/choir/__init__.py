"""Several takes of a song put together in the window."""
