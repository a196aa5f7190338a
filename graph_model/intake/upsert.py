"""Taking a contribution in, inside one transaction: its records, the ends of its relationships, its relationships.

Acts on one originator's statements from one source system, and of these only on what the writer sees (access-model.md 7, W3).
"""

from collections.abc import Sequence

from graph_model.intake.contribution import Contribution, Effects
from graph_model.intake.desk import Desk, Frame
from graph_model.intake.ends import Ends
from graph_model.intake.links import Links
from graph_model.intake.nodes import take_nodes
from graph_model.store import Work


async def upsert(work: Work, frame: Frame, contribution: Contribution, prints: Sequence[str]) -> Effects:
    """Write all of it. Raises NotWritable, EndsMissing or ModelError; the transaction must be undone then."""
    desk = Desk(work, frame)
    ends = Ends(desk)
    split = len(contribution.nodes)
    nodes = await take_nodes(desk, ends, contribution.nodes, prints[:split])
    await ends.look_up(contribution)
    links = Links(desk, ends, contribution, prints[split:])
    return Effects(tuple(nodes), tuple(await links.take()), await links.end_others())
