"""Singing together far apart: one leads, and another computer plays its own music in step.

The voice travels in frames that carry their place in the song. The follower's computer plays the
song itself, a little later, and lays each frame where it belongs: whatever the network does, voice
and music are in step there.
"""
