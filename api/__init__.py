"""The door for partners' systems and people: HTTP, GraphQL, identity. Never: Cypher, the driver, policy rules."""
