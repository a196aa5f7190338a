"""A picture of what an analysis found, for a report: bars with names, the marking above and below, how and when it was found.

Equal answers give equal SVG. Names are text of others: nothing in them is a formula or steers anything.
"""

import io
import textwrap
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from cli.answer import unsteered

LEVELS = {
    "NONE": "#3a3a3a",
    "DEP_V": "#154273",
    "STG_C": "#a0480a",
    "STG_G": "#a3122b",
    "STG_ZG": "#6b1f6e",
}
"""The colour of each level's band: white text has enough contrast on it."""
LONGEST, WRAP = 62, 145
"""Characters of a line beside a bar, and of a line of text."""
WIDTH, BAR, BAND, LINE = 10.0, 0.46, 0.3, 0.15
"""Inches: of the picture, each bar, a band of marking, a line of text."""
STYLE: Any = {
    "text.parse_math": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "kring",
    "font.family": "DejaVu Sans",
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def picture(found: dict[str, Any], names: dict[str, str], receipt: str, form: str) -> bytes:
    """The picture of an answer as `svg` or `png`."""
    shown, (title, method, terms, *rest) = found["findings"], (unsteered(paragraph) for paragraph in found["report"])
    head, foot = (
        textwrap.wrap(f"{method} {terms}", WRAP),
        [
            *(
                line
                for one in (" ".join(rest), f"Audit-Receipt {unsteered(receipt)}")
                for line in textwrap.wrap(one, WRAP, break_on_hyphens=False)
            )
        ],
    )
    above, below = 1.1 + LINE * len(head), 0.75 + LINE * len(foot)
    height = above + below + BAR * max(len(shown), 1)
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes((0.46, below / height, 0.48, 1 - (above + below) / height))
        _bars(axes, shown, names)
        _marked(figure, found["highest"], height)
        figure.text(0.03, 1 - 0.62 / height, title, fontsize=13, weight="bold", va="center")
        figure.text(0.03, 1 - 0.85 / height, "\n".join(head), fontsize=7.5, va="top", color="#3a3a3a")
        figure.text(0.03, 0.42 / height, "\n".join(foot), fontsize=7.5, va="bottom", color="#3a3a3a")
        out = io.BytesIO()
        figure.savefig(out, format=form, dpi=150, metadata={"Date": None} if form == "svg" else {"Software": None})
    return out.getvalue()


def _bars(axes: Axes, shown: list[dict[str, Any]], names: dict[str, str]) -> None:
    """A bar a finding, the first on top, with its number, what was found, and why."""
    if not shown:
        axes.axis("off")
        return
    places = range(len(shown))
    scores = [one["score"] for one in shown]
    axes.barh(places, scores, height=0.62, color="#154273")
    axes.set_yticks(places, [f"{n}. {_what(one, names)}" for n, one in enumerate(shown, 1)], fontsize=8)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    high = max(*scores, 0.0) or 1.0
    axes.set_xlim(0, high * 1.12)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=all(score == int(score) for score in scores)))
    axes.tick_params(axis="x", labelsize=8)
    axes.tick_params(axis="y", length=0)
    for place, one in zip(places, shown, strict=True):
        axes.text(one["score"] + high * 0.01, place, f"{one['score']:g}", va="center", fontsize=8)


def _what(finding: dict[str, Any], names: dict[str, str]) -> str:
    """What was found in at most two lines: its name, and why."""
    first = finding["records"][0] if finding["records"] else ""
    name = textwrap.shorten(unsteered(names.get(first, first)), LONGEST, placeholder=" …")
    why = textwrap.shorten(unsteered(finding["reason"]), LONGEST, placeholder=" …")
    return f"{name}\n{why}"


def _marked(figure: Figure, highest: dict[str, Any], height: float) -> None:
    """A band with the strictest marking, above and below."""
    colour = LEVELS.get(highest["level"], LEVELS["STG_ZG"])
    words = unsteered(" · ".join([highest["level"], *highest["compartments"], *highest["handling"]]))
    for place in (1 - BAND / height, 0.0):
        figure.add_artist(Rectangle((0, place), 1, BAND / height, facecolor=colour, transform=figure.transFigure))
        middle = place + BAND / 2 / height
        figure.text(0.5, middle, words, ha="center", va="center", color="white", fontsize=9, weight="bold")
