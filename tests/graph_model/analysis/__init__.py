"""Analyses against their definitions."""
