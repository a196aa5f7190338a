"""The reference: access-model.md in dictionaries and sets, written apart from the product and sharing no code with it.

It may import the declarations of the ontology (`table`) and the parser of GraphQL; nothing else of Kring, no database, no engine.
"""
