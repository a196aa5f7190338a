"""The declarations of the record types, one to a file."""

from graph_model.ontology.types.actor import ACTOR
from graph_model.ontology.types.assessment import ASSESSMENT
from graph_model.ontology.types.case import CASE
from graph_model.ontology.types.decision import DECISION
from graph_model.ontology.types.event import EVENT
from graph_model.ontology.types.item import ITEM
from graph_model.ontology.types.knowledge import KNOWLEDGE
from graph_model.ontology.types.measure import MEASURE
from graph_model.ontology.types.organisation import ORGANISATION
from graph_model.ontology.types.person import PERSON
from graph_model.ontology.types.place import PLACE
from graph_model.ontology.types.report import REPORT
from graph_model.ontology.types.source import SOURCE
from graph_model.ontology.types.threat import THREAT
from graph_model.ontology.types.user import USER

TYPES = (
    PERSON,
    ACTOR,
    THREAT,
    MEASURE,
    ORGANISATION,
    REPORT,
    ASSESSMENT,
    DECISION,
    CASE,
    PLACE,
    EVENT,
    ITEM,
    SOURCE,
    USER,
    KNOWLEDGE,
)
