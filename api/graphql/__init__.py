"""GraphQL: the schema made from the ontology, and the compiler from an operation to one query value."""
