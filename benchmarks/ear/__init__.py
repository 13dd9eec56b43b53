"""Training of the tempo estimator: pieces of known tempo, noises without one, and the training."""
