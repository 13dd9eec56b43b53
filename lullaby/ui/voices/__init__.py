"""The person's own recordings in the window."""
