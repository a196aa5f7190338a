"""The demo: Neo4j on loopback, the invented world, and the API, started and stopped together."""
