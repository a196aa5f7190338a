"""Who a grant would serve and what each of them holds, and who asks: what a preview begins with, read from the policy records."""

from access_policies.classes import ClassIndex
from access_policies.grants import Grant
from access_policies.guard.desks import Sitting
from access_policies.guard.previews.opened_paths import Asker
from access_policies.guard.previews.openers import Holding, Holdings
from access_policies.policy_records import PolicyRecords
from access_policies.subject import Context
from access_policies.visible import permitted_classes


async def holdings_of(records: PolicyRecords, sitting: Sitting, grant: Grant, index: ClassIndex) -> Holdings:
    """Everybody whom a grant serves, with the other grants that serve them; nobody of an organisation that has left."""
    by_user = {}
    for user in sitting.desk.users.values():
        if grant.grantee in user.grantees and sitting.desk.organisation_of(f"org:{user.organisation}"):
            filed = await records.grants_to(user.grantees)
            by_user[user.key] = Holding(sitting.desk.subject(user.key), [one for one in filed if one.grant.id != grant.id])
    return Holdings(by_user, sitting.desk.table, index, max(sitting.at, grant.not_before))


async def asker_of(records: PolicyRecords, sitting: Sitting, index: ClassIndex) -> Asker:
    """Who sits there, with the classes that they see themselves, for the purpose at hand."""
    grants = await records.grants_to(sitting.desk.users[sitting.who.key].grantees)
    context = Context(sitting.purpose, sitting.at)
    sees = permitted_classes(sitting.who, context, [one.grant for one in grants], sitting.desk.table, index)["see"]
    return Asker(sitting.who.organisation, sees, index)


def own_classes(sitting: Sitting, index: ClassIndex) -> int:
    """The classes of what the asker's organisation asserts."""
    return index.having("originator", sitting.who.organisation)
