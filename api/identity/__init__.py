"""Who calls: the verification of access tokens, and the issuer that the demo brings along."""
