"""The writer of STIX 2.1: statements that may leave become the objects of a bundle. Pure: the same statements, the same bytes."""
