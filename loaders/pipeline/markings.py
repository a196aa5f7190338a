"""Markings that a loader can be given by name, and those that stand in a file: the parts of a marking, without its originator.

The originator is the organisation of whoever loads. `own` gives none: the guard then sets the strictest.
"""

from pathlib import Path

import yaml

from graph_model.errors import ModelError
from graph_model.marking import Marking, marking_from_parts

FOLDER = Path(__file__).parent / "named_markings"
STRICTEST = "own"


class MarkingUnknown(Exception):
    """No marking of that name, and no file that holds one; says why."""


def marking_named(name: str, originator: str) -> Marking | None:
    """The marking of a name or file for an organisation; None for the strictest. Raises MarkingUnknown."""
    if name == STRICTEST:
        return None
    shipped = FOLDER / f"{name}.yaml"
    path = shipped if shipped in set(FOLDER.glob("*.yaml")) else Path(name)
    try:
        parts = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not isinstance(parts, dict):
            raise MarkingUnknown(f"{path.name}: not a map of the parts of a marking")
        given: dict[str, str | list[str]] = {"originator": originator}
        return marking_from_parts(given | parts)
    except (OSError, UnicodeDecodeError):
        names = ", ".join([STRICTEST, *sorted(one.stem for one in FOLDER.glob("*.yaml"))])
        raise MarkingUnknown(f"no marking {name!r}, and no such file; there are: {names}") from None
    except yaml.YAMLError:
        raise MarkingUnknown(f"{path.name}: not readable as YAML") from None
    except (ModelError, TypeError) as fault:
        raise MarkingUnknown(f"{path.name}: {fault}") from None
