"""Follows a singer: hears the pitch of a voice and tells which syllable of a known song is sung."""
