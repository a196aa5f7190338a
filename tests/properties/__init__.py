"""Noninterference as properties: random worlds and operations, the product against the reference and against itself."""
