"""Administrators are blind over HTTP: no operation tells a word of any record, nor changes by a byte with what is hidden from them."""

import json
import re
from collections import Counter
from dataclasses import replace

from graph_model.ontology import ONTOLOGY
from graph_model.statement import new_id
from tests.access_policies.audit.logs import read_entries
from tests.e2e.acts import acts, is_given, run
from tests.e2e.conftest import Service

ADMINISTRATORS = ("u-tess", "u-roel", "u-fenna", "u-bente", "u-yfke", "u-mats", "u-otto", "u-pia", "u-willemijn")
NEW = re.compile(
    r'\d{4}-W\d\d \w+: \d+|(?<="receipt":")[^"]+|B?G-[0-9a-f]{20}|\'(audit-receipt|x-request-id|date|content-length)\': \'[^\']*\''
)
"""What is new in every answer: receipts, times, the id of a grant that a dry run would have made, and how often one was refused."""


async def _planted(service: Service) -> set[str]:
    """Put a word that is nowhere else in every text property that may hold any."""
    canaries: set[str] = set()
    nodes = []
    for node in service.world.nodes:
        texts = {p.name for p in ONTOLOGY.types[node.type].properties if p.kind == "text" and not p.values}
        words = {name: f"canary{len(canaries) + place:06d}" for place, name in enumerate(sorted(texts & set(node.properties)))}
        canaries |= set(words.values())
        nodes.append(replace(node, properties={**node.properties, **words}))
    await service.guard.intake.found(service.world.register, nodes, [])
    return canaries


async def test_no_operation_tells_a_word_of_any_record(service: Service) -> None:
    planted, every = await _planted(service), await acts(service)
    assert len(planted) > 300
    read = await service.ask("u-saar", "THREAT_ASSESSMENT", "{ reports(first: 50) { edges { node { text } } } }")
    assert "canary" in read.text, "what may be read holds them"
    given: Counter[str] = Counter()
    told = ""
    for who in ADMINISTRATORS:
        found, bytes_ = await run(service, who, every)
        told += bytes_
        given.update(name for name, value in found.items() if is_given(value))
    told += json.dumps(read_entries(service.parts.audit.folder), ensure_ascii=False) + service.log.getvalue()
    assert not [canary for canary in planted if canary in told]
    of_others = {"disclosures", "consents", "corrections", "auditVerification", "asKnown", "statistics", "useEmergency"}
    assert {act.name for act in every} - set(given) == of_others, "every other operation gave something to somebody"


async def test_nothing_an_administrator_gets_changes_with_what_is_hidden_from_them(service: Service) -> None:
    """The services know more, and gave one of their own a grant: for the police and the inspectorate nothing is different."""
    every = await acts(service)
    asking = ("u-bente", "u-mats", "u-hadewych", "u-noor")
    for who in asking:
        await run(service, who, every)  # grants that are used now are not among the unused ones later
    before = {who: (await run(service, who, every)) for who in asking}
    register = service.world.register
    theirs = [node for node in service.world.nodes if (node.marking.originator, node.marking.level) == ("AIVD", "STG_G")]
    more = [replace(node, id=new_id()) for node in theirs]
    own = next(grant for grant in register.grants if grant.id == "G-own-aivd-dreiging")
    hidden = replace(own, id="G-hidden", grantee="user:u-liv")
    await service.guard.intake.found(replace(register, grants=(*register.grants, hidden)), more, [])
    assert len(more) >= 5
    for who in asking:
        after = await run(service, who, every)
        assert NEW.sub("", after[1]) == NEW.sub("", before[who][1]), who
