"""Benchmarks (performance.md 4): data, questions, contestants, measuring, report. Figures are reported, never asserted."""
