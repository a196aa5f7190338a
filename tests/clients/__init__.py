"""Kring with the programs that partners use: what they accept, generate and ask, against the running service."""
