"""Receipts: signed for, and the same to look at whoever else was served at that moment."""

import os
from collections import Counter

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from access_policies.audit.note import BadNote, public_of
from access_policies.audit.receipts import SLOTS, opened_receipt, receipts

KEY = Ed25519PrivateKey.generate()
PUBLIC = public_of(KEY)


def _entries(count: int) -> list[tuple[str, bytes]]:
    return [(os.urandom(16).hex(), os.urandom(32)) for _ in range(count)]


@pytest.mark.parametrize("count", [1, 2, SLOTS - 1, SLOTS, SLOTS + 1, 3 * SLOTS])
def test_every_receipt_of_a_batch_is_its_entrys_own(count: int) -> None:
    entries = _entries(count)
    made = receipts(KEY, entries)
    assert [opened_receipt(receipt, PUBLIC) for receipt in made] == entries
    assert {len(receipt) for receipt in made} == {32 + 64 + 343 + 2}


def test_no_part_of_a_receipt_can_be_exchanged() -> None:
    (one,) = receipts(KEY, _entries(1))
    (two,) = receipts(KEY, _entries(1))
    for place in range(0, len(one), 3):
        if one[place] in ":" or one[place] == two[place]:
            continue
        spoiled = one[:place] + two[place] + one[place + 1 :]
        with pytest.raises(BadNote):
            opened_receipt(spoiled, PUBLIC)
    for rubbish in ("", ":", "a:b:c", one + "x", one[:-1], one.replace(":", "")):
        with pytest.raises(BadNote):
            opened_receipt(rubbish, PUBLIC)
    with pytest.raises(BadNote):
        opened_receipt(one, public_of(Ed25519PrivateKey.generate()))


def test_a_receipt_does_not_tell_how_many_others_there_were() -> None:
    """Slots are drawn evenly whether one entry went or many, and the other slots are never empty."""
    alone = Counter(_slot(receipts(KEY, _entries(1))[0]) for _ in range(600))
    crowded = Counter(_slot(receipts(KEY, _entries(40))[0]) for _ in range(600))
    assert len(alone) > SLOTS * 0.9
    assert len(crowded) > SLOTS * 0.9
    assert max(*alone.values(), *crowded.values()) < 40


def _slot(receipt: str) -> str:
    return receipt.split(":")[2][:2]
