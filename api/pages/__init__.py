"""Pages for administrators, originators, overseers and protected persons: plain HTML with forms, in the session of the explorer.

Never here: a query below GraphQL. What a page shows came through `errands.py`, as the answer to a committed operation.
"""
