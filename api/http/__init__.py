"""HTTP: a file per noun of the protocol. Never: what a document means, who may see what."""
