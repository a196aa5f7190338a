"""Readers of file formats and of the demo scenario. Callers like any other: everything goes through the guard."""
