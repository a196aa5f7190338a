"""Who a grant would serve and what each of them holds, and who asks: what a preview begins with, read from the policy records."""

from datetime import datetime

from access_policies.classes import ClassIndex
from access_policies.explanation import Past
from access_policies.grants import Grant
from access_policies.guard.desks import Sitting
from access_policies.guard.previews.opened_paths import Asker
from access_policies.guard.previews.openers import Holding, Holdings
from access_policies.policy_records import PolicyRecords
from access_policies.subject import Context
from access_policies.visible import permitted_classes


async def holdings_of(records: PolicyRecords, past: Past, grant: Grant, index: ClassIndex, at: datetime) -> Holdings:
    """Everybody whom a grant serves by a directory, with the other grants that serve them; nobody who has left by then.

    Judged at an instant, or when the grant begins if that is later.
    """
    by_user = {}
    for user in past.users.values():
        if grant.grantee in user.grantees:
            filed = await records.grants_to(user.grantees)
            by_user[user.key] = Holding(past.subject(user.key), [one for one in filed if one.grant.id != grant.id])
    return Holdings(by_user, past.table, index, max(at, grant.not_before))


async def asker_of(records: PolicyRecords, sitting: Sitting, index: ClassIndex) -> Asker:
    """Who sits there, with the classes that they see themselves, for the purpose at hand."""
    grants = await records.grants_to(sitting.desk.users[sitting.who.key].grantees)
    context = Context(sitting.purpose, sitting.at)
    sees = permitted_classes(sitting.who, context, [one.grant for one in grants], sitting.desk.table, index)["see"]
    return Asker(sitting.who.organisation, sees, index)


def own_classes(sitting: Sitting, index: ClassIndex) -> int:
    """The classes of what the asker's organisation asserts."""
    return index.having("originator", sitting.who.organisation)
