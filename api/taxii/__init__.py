"""TAXII 2.1 (OASIS, 10 June 2021): what somebody may export, for the clients that others have. Never: what an object looks like."""
