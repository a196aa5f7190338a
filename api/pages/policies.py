"""The page of policies: a text of today to be changed and tried, and whom it would move. Nothing here puts one in force."""

from difflib import unified_diff

from starlette.responses import Response

from access_policies.policy_texts import FOLDER
from access_policies.trial import FILES
from api.pages.errands import Told
from api.pages.visits import Visit


async def show(visit: Visit) -> Response:
    """One text as it is in force: the program's own file, which its documentation shows to everybody."""
    name = visit.asked("name")
    name = name if name in FILES else FILES[0]
    return visit.page("policies.html", files=FILES, name=name, text=(FOLDER / name).read_text(), told=Told({}), changes=[])


async def attempt(visit: Visit) -> Response:
    """Try a changed text against today's directory and data, some users at a time."""
    name, text = visit.form.get("name", ""), visit.form.get("text", "").replace("\r\n", "\n")
    told = await visit.run("trial", texts=[{"name": name, "text": text}], after=visit.form.get("after", ""))
    return visit.page("policies.html", files=FILES, name=name, text=text, told=told, changes=changes(name, text))


def changes(name: str, text: str) -> list[str]:
    """The lines in which a text differs from the one in force, each with its sign; none for a name that is no policy's."""
    before = (FOLDER / name).read_text() if name in FILES else text
    return list(unified_diff(before.splitlines(), text.splitlines(), lineterm="", n=1))[2:]
