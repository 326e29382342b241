"""Where databases are, as people write it: an address, or a data folder with a database's name after it.

``http://user:password@host:5984/NAME``, ``DATA/NAME``, or ``NAME`` alone for one of the folder ``--data``
names. A slash in a name is written ``%2F``, as in addresses.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from server.errors import Refusal
from server.opening import STORE, connect, hide_password, reach
from server.settings import Settings
from sync.couch import Couch, CouchError, Database, NotFound


@dataclass(frozen=True)
class Server:
    """``place``: how it may be shown, without a password. ``own``: the embedded store of a data folder."""

    couch: Couch
    place: str
    own: bool


class Places:
    """Opens places; a data folder named twice is opened once. ``data``: the folder of a bare name."""

    def __init__(self, stack: ExitStack, data: Path) -> None:
        self._stack, self._data = stack, data
        self._folders: dict[Path, Couch] = {}

    def server(self, text: str, *, create: bool = False) -> Server:
        """A whole server; a data folder that holds no store is refused unless it is to be made."""
        if "://" in text:
            return Server(connect(text), hide_password(text), own=False)
        folder = Path(text).resolve()
        if folder not in self._folders:
            if not create and not (folder / STORE).is_dir():
                raise Refusal("run.no_folder", folder=text)
            opened = self._stack.enter_context(reach(Settings(data=folder)))
            self._folders[folder] = opened.couch
        return Server(self._folders[folder], text, own=True)

    def database(self, text: str, *, create: bool = False) -> Database:
        """One database, which must be there unless it is to be made."""
        where, _, name = text.rstrip("/").rpartition("/") if "/" in text else (str(self._data), "", text)
        if not where or where.endswith((":", "/")) or not name:
            raise Refusal("run.argument", why=f"{hide_password(text)} (http://host:5984/NAME, DATA/NAME)")
        couch = self.server(where, create=create).couch
        database = couch.at(unquote(name))
        try:
            database.info()
        except NotFound as error:
            if not create:
                raise Refusal("run.no_database", place=hide_password(text)) from error
            return couch.database(unquote(name))
        return database


@contextmanager
def open_places(data: Path) -> Iterator[Places]:
    """Places to open, closed together at the end; what a server refuses is said in a sentence."""
    with ExitStack() as stack:
        try:
            yield Places(stack, data)
        except CouchError as error:
            raise Refusal("run.replication", why=error.reason.rstrip(".")) from error
