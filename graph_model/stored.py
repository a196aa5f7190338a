"""A statement as the store keeps it: its properties beside what every statement carries. Pure."""

from typing import Any

from graph_model.marking import Marking
from graph_model.policy_class import policy_class
from graph_model.statement import Provenance, Value


def stored(id_: str, marking: Marking, provenance: Provenance, properties: dict[str, Value], pc: int) -> dict[str, Any]:
    """The map of a node or relationship. One that is withdrawn keeps its class for reads of the past only.

    Raises ModelError for a class that is no class.
    """
    is_live = provenance.retracted_at is None
    return properties | {
        "id": id_,
        "pc": policy_class(pc) if is_live else None,
        "formerPc": None if is_live else policy_class(pc),
        "originator": marking.originator,
        "recordedAt": provenance.recorded_at,
        "retractedAt": provenance.retracted_at,
        "validFrom": provenance.valid_from,
        "validTo": provenance.valid_to,
        "sourceSystem": provenance.source_system,
        "externalId": provenance.external_id,
        "fingerprint": provenance.fingerprint,
        "sourceVersion": provenance.version,
    }
