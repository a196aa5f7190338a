"""The figures as a picture beside the table: requests a second, a group of bars a question, logarithmic."""

from pathlib import Path
from statistics import median

from matplotlib import rcParams
from matplotlib.figure import Figure

from benchmarks.api import Figures
from benchmarks.peers.documents import NEO4J_GRAPHQL, POSTGRAPHILE, STRAWBERRY

SHOWN = {"kring": "#154273", "bare": "#8fcae7", STRAWBERRY: "#f9a825", NEO4J_GRAPHQL: "#a90061", POSTGRAPHILE: "#4d5b6b"}
"""Contestants and their colours; they differ in lightness too."""


def plot(figures: list[Figures], path: Path) -> None:
    """Draw the rates over eight connections to an SVG file that is the same for the same figures."""
    rcParams.update({"svg.hashsalt": "kring", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 9})
    figure = Figure(figsize=(8, 3.6), layout="constrained")
    axes = figure.add_subplot()
    width = 0.8 / len(SHOWN)
    for place, (name, colour) in enumerate(SHOWN.items()):
        drawn = [(at, median(one.rates[name].answered)) for at, one in enumerate(figures) if name in one.rates]
        drawn = [(at, rate) for at, rate in drawn if rate]
        at, rates = [at + (place - (len(SHOWN) - 1) / 2) * width for at, _ in drawn], [rate for _, rate in drawn]
        bars = axes.bar(at, rates, width, color=colour, label="Kring" if name == "kring" else name)
        axes.bar_label(bars, [f"{rate:,.0f}" for rate in rates], fontsize=6, rotation=90, padding=2)
    axes.set_yscale("log")
    axes.margins(y=0.2)
    axes.set_xticks(range(len(figures)), [one.question.name for one in figures])
    axes.set_ylabel("answered requests a second")
    axes.legend(ncols=len(SHOWN), frameon=False, loc="upper center", bbox_to_anchor=(0.5, 1.15))
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, format="svg", metadata={"Date": None})
