"""Contestants that are no part of Kring: what others build on the same database, asked for the same records."""
