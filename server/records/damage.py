"""What the store will not give out because its bytes changed becomes a refusal that names the document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from server.errors import Refusal
from sync.couch import CouchError

DAMAGED: Final = "damaged"


@contextmanager
def naming_damage(document: str) -> Iterator[None]:
    """Refuses with ``record.damaged`` where the store says so; every other error of the store passes."""
    try:
        yield
    except CouchError as error:
        if error.error != DAMAGED:
            raise
        raise Refusal("record.damaged", document=document) from error
