"""What can go wrong while a local Neo4j is set up or started; the message says what to do."""


class SetupError(Exception):
    """Set-up cannot go on. The message is one line for a person."""
