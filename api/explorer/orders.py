"""What the explorer's page may order, each at an address of its own: the kinds of file, and what Kring says of a picture."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from access_policies.guard.exports import Write
from api.explorer.pictures import Picture
from api.explorer.taking import Taking
from graph_model.leaving import FileKind


@dataclass(frozen=True, slots=True)
class Order:
    """`read` gives what the body of a request wants, and what writes it; it raises HttpRefusal."""

    path: str
    media: str
    read: Callable[[bytes], tuple[Taking, Write]]

    @classmethod
    def of_file(cls, kind: FileKind) -> Self:
        """A file that Kring writes."""
        return cls(f"/explorer/{kind.name}", kind.media, lambda body: (Taking.of(body), kind.write))

    @classmethod
    def of_picture(cls) -> Self:
        """What Kring says of a picture that the page drew."""
        return cls("/explorer/picture", "application/json", _picture)


def _picture(body: bytes) -> tuple[Taking, Write]:
    taking, picture = Picture.of(body)
    return taking, picture.told
