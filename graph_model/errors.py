"""The error tree of the graph model. One place (the API) turns these into answers; none carries record content.

GraphError
├── ModelError          a declaration or value breaks a rule of the model
├── EndsMissing         relationships whose ends are not in the writer's view
├── NotWritable         a statement in the writer's view that the writer may not change
├── Misfit              a statement of a batch that does not fit what the writer sees
├── UnsafeStatement     a Cypher text would read without its predicate
└── StoreError
    ├── StoreUnavailable    the database does not answer
    │   ├── LoginRefused        it does, and refuses user or password
    │   └── StoreBusy           no connection came free
    ├── StoreTimeout        the database stopped the work (time or memory)
    ├── OutcomeUnknown      a commit was cut off: look before trying again
    ├── SchemaMismatch      the store's schema is newer or older than this code
    └── StoreClaimed        the store belongs to another installation
"""


class GraphError(Exception):
    """Root of everything the graph model raises."""


class ModelError(GraphError):
    """A declaration, marking or statement breaks a rule of the model."""


class EndsMissing(GraphError):
    """Ends that are hidden and ends that do not exist are the same. `places` are positions in the writer's own batch."""

    def __init__(self, places: list[int]) -> None:
        super().__init__("relationships refer to records that are not there")
        self.places = places


class NotWritable(GraphError):
    """The writer sees the statement and has no right to write under its marking."""


class Misfit(GraphError):
    """`kind`: MISSING (hidden and absent are the same), LOWERED (a told part of a marking), TAKEN (a name of another type's),
    SILENT (a pointer to what nobody is told of), CIRCULAR (it would supersede itself, by what the writer sees).

    `of` and `place` say where in the writer's own batch, `part` which part of the marking.
    """

    def __init__(self, kind: str, of: str, place: int, part: str = "") -> None:
        super().__init__(f"{of}[{place}]: {kind.lower()}{' ' if part else ''}{part}")
        self.kind, self.of, self.place, self.part = kind, of, place, part


class UnsafeStatement(GraphError):
    """A Cypher text names a variable without its predicate (access-model.md 8)."""


class StoreError(GraphError):
    """The database could not do what was asked."""


class StoreUnavailable(StoreError):
    """The database does not answer."""


class LoginRefused(StoreUnavailable):
    """User or password are wrong. Never tried again: three wrong passwords lock the account (feasibility.md)."""


class StoreBusy(StoreUnavailable):
    """All connections are in use. Not tried again: whoever asks is told at once."""


class StoreTimeout(StoreError):
    """The database ended the work because of its time or memory limit."""


class OutcomeUnknown(StoreError):
    """The connection was lost at commit: the write may or may not be there (feasibility.md)."""


class SchemaMismatch(StoreError):
    """The schema in the store is not the one this code was written for."""


class StoreClaimed(StoreError):
    """The store was founded by, or for, something else."""
