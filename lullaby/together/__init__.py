"""Singing together: the words of the song on every phone in the house."""
