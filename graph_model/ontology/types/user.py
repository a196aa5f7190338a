"""User (gebruiker): the properties it may carry, source api.md, shape."""

from graph_model.ontology.declaration import Property, RecordType

USER = RecordType(
    name="User",
    plural="users",
    dutch="gebruiker",
    source="api.md, shape",
    properties=(
        Property("role", "text", "basic", "rol", "api.md, shape"),
        Property("displayName", "text", "identity", "weergavenaam", "api.md, shape"),
        Property("phone", "text", "contact", "telefoon", "api.md, shape"),
    ),
)
