"""Measurements (performance.md 6). They print figures and assert nothing about time."""
