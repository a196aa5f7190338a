"""Every question on the page of types is answered by the running service."""

from graph_model.ontology import ONTOLOGY
from tests.docs.types_page import example
from tests.e2e.conftest import Service


async def test_every_question_on_the_page_of_types_is_answered(service: Service) -> None:
    found = {}
    for name, record in ONTOLOGY.types.items():
        answer = await service.ask("u-noor", "THREAT_ASSESSMENT", example(record))
        assert answer.status_code == 200, (name, answer.text)
        found[name] = answer.json()["data"][record.plural]["totalCount"]
    assert sum(count > 0 for count in found.values()) > 5, found
