"""The type of a constant Cypher text: only `control*` modules and migrations make one."""

from typing import NewType

ControlStatement = NewType("ControlStatement", str)
"""A reviewed constant. Values reach it as parameters only."""
