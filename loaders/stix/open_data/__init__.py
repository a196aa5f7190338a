"""The open threat data of the demo: who loads it, who may see it, and the loading, through the door that everybody uses."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from access_policies.grants import Grant, Step
from access_policies.guard import Asked, Guard
from access_policies.register import Register, User
from loaders.pipeline.load import Load, Order, Watch
from loaders.pipeline.markings import marking_named
from loaders.pipeline.notes import Notes
from loaders.pipeline.run_file import RunFile
from loaders.pipeline.summary import Summary
from loaders.stix.format import StixFormat
from loaders.stix.reader import digest_of

ATTACK = Path(__file__).parent / "attack-ics-18.1.json.gz"
SOURCE = "stix:x-mitre-collection--90c00720-636b-4485-b342-8751d232bf09"
SCOPE = "OPEN-DATA"
LOADER = "u-open-data"
ORIGINATOR = "NCTV"
READERS = ("NCTV-ANALYSE", "POL-DRIO", "DLIO-ANALYSE")
"""Teams of analysts who assess threats everywhere; a team with one case has no need to know."""
PURPOSE = "THREAT_ASSESSMENT"
_BEGIN, _END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)


def with_open_data(register: Register) -> Register:
    """The register with a service that loads open data, its right to write, and a grant for each team that reads."""
    until = datetime(2027, 12, 31, tzinfo=UTC)
    loader = User(LOADER, "Open data service", ORIGINATOR, ("SERVICE",), (), until, ("PROTECTION",), (), ())
    grants = [_grant(name, f"team:{name}", ("see", "read")) for name in READERS]
    grants.append(_grant("write", f"user:{LOADER}", ("see", "write")))
    return replace(register, users=(*register.users, loader), grants=(*register.grants, *grants))


def _grant(name: str, grantee: str, actions: tuple[str, ...]) -> Grant:
    return Grant(
        id=f"G-open-data-{name}",
        grantor=ORIGINATOR,
        granted_by="u-yfke",
        grantee=grantee,
        scopes=(SCOPE,),
        actions=actions,
        field_classes=("basic", "identity"),
        level_ceiling="NONE",
        purposes=(PURPOSE,),
        legal_basis="EIGEN",
        necessity="published knowledge of how attackers work, for those who assess threats",
        not_before=_BEGIN,
        expires=_END,
        review_due=_END,
        approvals=((ORIGINATOR, "u-mats"),),
        history=(Step(_BEGIN, "ACTIVE"),),
    )


async def load_open_data(guard: Guard, folder: Path, watch: Watch = lambda *_: None) -> Summary | None:
    """Load it, or go on where a load was cut off; None when it is there. Raises what a load raises."""
    marking = marking_named("open-data", ORIGINATOR)
    asked = Asked(LOADER, PURPOSE, "load open data")
    order = Order((ATTACK,), asked, marking, (digest_of(ATTACK),))
    has_begun = RunFile(folder, order.name).has_begun
    if not has_begun and await guard.intake.held(asked, SOURCE, "records", "", first=1):
        return None
    with Notes(None) as notes:
        return await Load(guard, StixFormat(marking), order, notes, watch).run(folder)
