"""What of a view may leave in a file: what one grant by itself opens and lets go."""

from tests.oracle.decision import decide
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
