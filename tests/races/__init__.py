"""Races: what several API processes over one database tell while rights end (access-model.md 9, point 7)."""
