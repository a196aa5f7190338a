"""Writers of plain files: tables and a graph, for programs that know nothing of Kring. Pure: the same statements, the same bytes.

Where a writer leaves room for the receipt and the signature of its file, no content can look like that room (docs/decisions/0162).
"""
