"""What an organisation knew at a moment of the past, as a lens: whoever looks through it sees of the own view what the others saw.

A lens only takes away. It is made of the directory, the grants and the markings as they stood, under the policies of today.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from access_policies.classes import ClassIndex, as_mask
from access_policies.explanation import Past, as_of, present
from access_policies.grants import Grant
from access_policies.policy_records import PolicyRecords
from access_policies.policy_texts import READS
from access_policies.register import User
from access_policies.rules import EVERY_ACTION
from access_policies.subject import Context
from access_policies.visible import permitted_classes


@dataclass(frozen=True, slots=True)
class Lens:
    """The instant, and the classes that anybody of the organisation saw or read then; masks as in `VisibleClasses`."""

    at: datetime
    masks: dict[str, bytes]

    def through(self, name: str, mask: bytes) -> bytes:
        """A mask of whoever looks, less what the others did not know. A class that is newer than the lens was not known."""
        both = int.from_bytes(mask, "little") & int.from_bytes(self.masks.get(name, b""), "little")
        return both.to_bytes(len(mask), "little")


async def lens_of(records: PolicyRecords, organisation: str, at: datetime) -> Lens:
    """The lens of an organisation; of one that was not there it shows nothing."""
    desk = await records.desk((), everybody=True)
    past = as_of(await records.as_of(at), present(desk))
    alive = [one.grant for one in await records.grants("", everything=True) if one.grant.state_at(at) == "ACTIVE"]
    index = await records.known_classes()
    people = [user for user in past.users.values() if user.organisation == organisation]
    known = _known(people, alive, past, index, at)
    masks = {name: as_mask(known[name], len(index)) for name in EVERY_ACTION if name not in READS}
    return Lens(at, masks | {name.removeprefix("read_"): as_mask(known[name] & known["see"], len(index)) for name in READS})


def _known(people: Iterable[User], alive: list[Grant], past: Past, index: ClassIndex, at: datetime) -> dict[str, int]:
    """By action, the classes that anybody of these people had for any purpose for which they held a grant."""
    known = dict.fromkeys(EVERY_ACTION, 0)
    for user in people:
        held = [grant for grant in alive if grant.grantee in user.grantees]
        for purpose in sorted({purpose for grant in held for purpose in grant.purposes}):
            permitted = permitted_classes(past.subject(user.key), Context(purpose, at), held, past.table, index)
            known = {name: bits | permitted[name] for name, bits in known.items()}
    return known
