"""The graph itself: ontology, markings, statements, queries, their Cypher and the store. Never: who may see what."""
