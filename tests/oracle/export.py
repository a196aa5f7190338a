"""What of a view may leave in a file: what one grant by itself opens and lets go."""

from datetime import datetime

from tests.oracle.decision import Raw, decide, instant, state
from tests.oracle.view import Statement, View


class ExportView(View):
    """The view of an export."""

    def _may(self, action: str, field_class: str | None, statement: Statement) -> bool:
        def alone(grant: object, what: str, which: str | None) -> bool:
            return decide(self.world | {"grants": [grant]}, self.user, what, which, statement.marking, self.purpose, self.at)

        key = (statement.raw["m"], action, field_class)
        if key not in self._decided:
            grants = self.world["grants"]
            self._decided[key] = any(alone(one, action, field_class) and alone(one, "export", None) for one in grants)
        return self._decided[key]


def export_purposes(world: Raw, who: str, at: datetime) -> list[str]:
    """For what some grant in force lets somebody export, whatever it opens."""
    user = next(user for user in world["users"] if user["key"] == who)
    names = {f"user:{who}", f"org:{user['org']}", *(f"team:{team}" for team in user.get("teams", ()))}
    held = [grant for grant in world["grants"] if grant["grantee"] in names and "export" in grant["actions"]]
    in_force = [grant for grant in held if state(grant, at) == "ACTIVE" and instant(grant["not_before"]) <= at]
    return sorted({purpose for grant in in_force for purpose in grant["purposes"] if purpose in world["purposes"]})
