"""Measurements against a real Neo4j. They report ratios inside one run and assert no time."""
