"""Measurements against a real Neo4j (performance.md 4). Figures are reported as ratios inside one run, never asserted."""
