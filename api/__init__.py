"""The doors for people and partners' systems: HTTP, identity, command line. Never: Cypher, the driver, policy rules."""
