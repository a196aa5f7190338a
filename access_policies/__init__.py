"""Who may see what: subjects, grants, the decision, and the guard, which is the only door to data."""
