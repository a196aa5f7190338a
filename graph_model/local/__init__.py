"""A real Neo4j on this machine's loopback: its jars, its settings, its process. Used by the demo and the tests."""
