"""Taking a contribution in, inside one transaction: its records, the ends of its relationships, its relationships.

Acts on one originator's statements from one source system, and of these only on what the writer sees (access-model.md 7, W3).
"""

from collections.abc import Sequence

from graph_model.intake.changes import take_corrections, take_withdrawals
from graph_model.intake.contribution import Contribution, Effects
from graph_model.intake.desk import Desk
from graph_model.intake.ends import Ends
from graph_model.intake.links import Links
from graph_model.intake.nodes import Nodes
from graph_model.intake.pointers import publish, take_back
from graph_model.intake.releases import propose


async def upsert(desk: Desk, contribution: Contribution, prints: Sequence[str]) -> Effects:
    """Write all of it. Raises NotWritable, EndsMissing, Misfit or ModelError; the transaction must be undone then."""
    ends = Ends(desk)
    split = len(contribution.nodes)
    nodes = await Nodes(desk, ends, contribution.nodes, prints[:split]).take()
    corrections = await take_corrections(desk, contribution.corrections)
    await ends.look_up(contribution)
    links = Links(desk, ends, contribution, prints[split:])
    taken, ended = await links.take(), await links.end_others()
    withdrawals = await take_withdrawals(desk, contribution.withdrawals)
    pointers = await publish(desk, contribution.pointers)
    taken_back = await take_back(desk, contribution.pointer_withdrawals)
    releases = await propose(desk, contribution.releases)
    lists = (corrections, withdrawals, pointers, taken_back, releases)
    return Effects(tuple(nodes), tuple(taken), ended, *(tuple(one) for one in lists))
