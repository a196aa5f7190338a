"""The writer of MISP core JSON: statements that may leave become the objects of an event. Pure: same statements, same bytes."""
