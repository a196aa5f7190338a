"""What a store was founded for. A demo is never started on somebody's store, nor production on a demo's.

The claim is made first and finished last, so a founding that was cut off is seen, and only its own founder goes on with it.
"""

from dataclasses import dataclass
from typing import Literal

from graph_model.cypher import control
from graph_model.errors import StoreClaimed
from graph_model.store import Store

Profile = Literal["demo", "production"]


@dataclass(frozen=True, slots=True)
class Installation:
    """The claim on a store: for which profile, by which founder, and whether all of its first content is in."""

    profile: Profile
    founder: str
    is_founded: bool


async def installation(store: Store) -> Installation | None:
    """The claim on a migrated store; None while nobody has made one."""
    rows = await store.run(control.READ_INSTALLATION)
    return Installation(rows[0]["profile"], rows[0]["founder"], rows[0]["founded"]) if rows else None


async def claim(store: Store, profile: Profile, founder: str) -> Installation:
    """Claim an empty store, or find one's own claim. Raises StoreClaimed when it is another's or holds something else."""
    await store.write((control.CLAIM_INSTALLATION, {"profile": profile, "founder": founder}))
    found = await installation(store)
    if found is None:
        raise StoreClaimed("the store holds something that is not of this installation: it is left alone")
    if found.profile != profile:
        raise StoreClaimed(f"the store belongs to a {found.profile} installation: it is left alone")
    if not found.is_founded and found.founder != founder:
        raise StoreClaimed("another founding of this store is under way or was cut off: finish it from its own home")
    return found


async def finish(store: Store) -> None:
    """Note that the first content is in, whole."""
    await store.write((control.FINISH_INSTALLATION, {}))
