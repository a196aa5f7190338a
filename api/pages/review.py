"""The page of a review campaign: grants whose review comes next, decided a page at a time. Who keeps many has looked at some.

The look is this page's habit, not a right: the API reviews a grant at a time. What nobody decides ends by itself on its day.
"""

from hashlib import sha256
from typing import Any

from starlette.responses import Response

from api.pages.errands import Told
from api.pages.grants import is_lapsed, together
from api.pages.visits import Visit

DECIDED = ("keep", "end")
DECISIONS = ("later", *DECIDED)
PAGE = 20
"""Grants of one page: as many as a form holds."""
UNSEEN, LOOKED = 5, 3
"""More than so many are kept at once only after a look at so many of them, which Kring chooses."""


async def show(visit: Visit) -> Response:
    """The next grants to be reviewed, the one that waits longest first."""
    return await _shown(visit)


async def decide(visit: Visit) -> Response:
    """Keep and end as decided; where many are kept, first a look at some of them."""
    chosen = {name.removeprefix("on."): value for name, value in visit.form.items() if name.startswith("on.")}
    given = {grant: decision for grant, decision in chosen.items() if decision in DECIDED}
    kept = sorted(grant for grant, decision in given.items() if decision == "keep")
    sample = drawn(kept, visit.session.seal) if len(kept) > UNSEEN else []
    if any(f"looked.{grant}" not in visit.form for grant in sample):
        return await _look(visit, given, sample)
    refused = {grant: told for grant, decision in given.items() if (told := await _decided(visit, grant, decision)).words}
    return await _shown(visit, refused) if refused else visit.go("review", done=str(len(given)))


def drawn(grants: list[str], seal: str) -> list[str]:
    """Some of them, which nobody can choose: by the secret of the session, the same however often it is drawn."""
    return sorted(sorted(grants, key=lambda grant: sha256(f"{seal}\0{grant}".encode()).digest())[:LOOKED])


async def _decided(visit: Visit, grant: str, decision: str) -> Told:
    return await (visit.run("keep", id=grant) if decision == "keep" else visit.run("end", id=grant))


async def _look(visit: Visit, given: dict[str, str], sample: list[str]) -> Response:
    looks = []
    for grant in sample:
        told, impact = await visit.run("grant", id=grant), await visit.run("impact", id=grant)
        opened = impact.of("grantPreview")
        looks.append((grant, told.of("grant"), together(opened["parts"]) if opened else [], impact))
    return visit.page("look.html", given=given, looks=looks, kept=sum(one == "keep" for one in given.values()))


async def _shown(visit: Visit, refused: dict[str, Told] | None = None) -> Response:
    told = await visit.run("grants")
    mine = [one for one in told.of("grants") or [] if one["grantor"] == visit.me.organisation and not one["breakGlass"]]
    waiting = sorted((one for one in mine if _is_reviewed(one)), key=lambda one: (one["reviewDue"], one["id"]))
    done = visit.asked("done")
    return visit.page(
        "review.html",
        told=told,
        refused=refused or {},
        waiting=[(one, is_lapsed(one)) for one in waiting[:PAGE]],
        number=len(waiting),
        given=visit.form,
        decisions=DECISIONS,
        done=done if done.isdecimal() else "",
    )


def _is_reviewed(grant: dict[str, Any]) -> bool:
    """True for a grant that holds, and for one that lapsed for want of a review."""
    return grant["state"] == "ACTIVE" or is_lapsed(grant)
