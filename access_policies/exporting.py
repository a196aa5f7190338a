"""What may leave Kring in a file: a view inside the view, of what some grant both opens and lets go (docs/decisions/0133).

It only takes away: every mask is the one of reading, less what is not opened for export. Who asks is not decided here.
"""

from dataclasses import replace

from access_policies.classes import as_mask
from access_policies.openings import Opening
from access_policies.policy_texts import READS
from access_policies.rules import EVERY_ACTION
from access_policies.visible import VisibleClasses

_DIGITS = bytes.maketrans(b"\x00\x01", b"01")


def exporting(classes: VisibleClasses) -> VisibleClasses:
    """The visible classes of an export.

    One grant must open both: who may read a field by one grant and export the record by another may not export the field.
    """
    allowed, length = _bits(classes.masks["export"]), len(classes.index)
    let_go = tuple(Opening(one.grants, _let_go(one.by_action, allowed)) for one in classes.openings)
    opened = dict.fromkeys(EVERY_ACTION, 0)
    for opening in let_go:
        for action, bits in opening.by_action.items():
            opened[action] |= bits
    seen = classes.seen & opened["see"]
    masks = {name: as_mask(_bits(mask) & opened[_action(name)] & seen, length) for name, mask in classes.masks.items()}
    return replace(classes, masks=masks, seen=seen, openings=let_go, _markings={}, _grants={})


def _let_go(by_action: dict[str, int], allowed: int) -> dict[str, int]:
    """What an opening opens of the classes that it also opens for export."""
    both = by_action.get("export", 0) & allowed
    return {action: bits & both for action, bits in by_action.items()}


def _action(name: str) -> str:
    """The action of a mask: reading is named by its field class."""
    return f"read_{name}" if f"read_{name}" in READS else name


def _bits(mask: bytes) -> int:
    """The classes of a mask."""
    return int(mask[::-1].translate(_DIGITS) or b"0", 2)
