"""The words on phones, as the window offers them: who may come, and what they are told."""
