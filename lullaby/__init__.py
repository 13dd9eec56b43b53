"""Lullaby: a soothing-music companion for parents and carers."""

__version__ = "0.1.0"
