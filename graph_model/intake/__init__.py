"""The way of a contribution into the store: values, the check against the ontology, the verdict on each statement, the writing.

Who may write what is not decided here: masks come from the guard.
"""
