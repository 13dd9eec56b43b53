"""Trains the tempo models on pieces of known tempo and on noises without one."""
