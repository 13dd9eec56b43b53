"""How the tempo ear is taught: pieces with a known tempo, noises without one, and the training."""
