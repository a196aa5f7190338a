"""The kinds of file that Kring writes whole."""

from loaders.plain.graphml import GRAPHML
from loaders.plain.tables import RECORDS, RELATIONSHIPS
from loaders.stix.writing.file import BUNDLE

FILES = (BUNDLE, RECORDS, RELATIONSHIPS, GRAPHML)
