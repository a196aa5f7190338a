"""The names that figures, logs and traces have for addresses: a closed list of templates, and never an id that stands in one."""

from collections.abc import Iterable

from starlette.routing import BaseRoute, Mount, Route

OTHER = "other"


class NamedRoutes:
    """The routes of an application, by the addresses that they answer."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        named = [route for route in routes if isinstance(route, Route | Mount)]
        self._plain = frozenset(route.path for route in named if "{" not in route.path)
        self._forms = [(route.path_regex, route.path) for route in named if isinstance(route, Route) and "{" in route.path]

    def name(self, path: str) -> str:
        """The template of the route that answers a path, whether or not with anything; `other` where none does."""
        if path in self._plain:
            return path
        return next((template for form, template in self._forms if form.fullmatch(path)), OTHER)
