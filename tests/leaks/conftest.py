"""The installation of the properties, for pairs of small worlds."""

from tests.properties.conftest import installation, patience

__all__ = ["installation", "patience"]
