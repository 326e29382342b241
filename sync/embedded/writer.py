"""One writer: changes wait in line and those waiting together share one commit (one fsync)."""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar, cast

from sync.embedded.errors import StoreDamaged, StoreError, StoreUnusable

T = TypeVar("T")

_DISK = frozenset(
    {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
)

# A commit is shared by at most this many changes, so that the first in line does not wait for ever.
_SHARED = 64


class Transaction:
    """What a change is given: the connection, and where to note the databases it touched (number → name)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.touched: dict[int, str] = {}


class _Ticket(Generic[T]):
    def __init__(self, act: Callable[[Transaction], T]) -> None:
        self.act = act
        self.touched: dict[int, str] = {}
        self.done = False
        self.result: T | None = None
        self.error: Exception | None = None


class Writer:
    """Runs changes one after another. A refused change leaves nothing behind; the others stand."""

    def __init__(self, connection: sqlite3.Connection, committed: Callable[[dict[int, str]], None]) -> None:
        self._connection = connection
        self._committed = committed
        self._line: deque[_Ticket[object]] = deque()
        self._turn = threading.Lock()

    def run(self, act: Callable[[Transaction], T]) -> T:
        """The result of ``act`` once it is durable. Whoever gets the turn carries out all that wait."""
        ticket = _Ticket(act)
        self._line.append(cast("_Ticket[object]", ticket))
        while not ticket.done:
            with self._turn:
                if not ticket.done:
                    self._carry_out([self._line.popleft() for _ in range(min(len(self._line), _SHARED))])
        if ticket.error is not None:
            raise ticket.error
        return cast(T, ticket.result)

    def checkpoint(self) -> None:
        """Empties the log into the file, unless a reader still needs it (https://sqlite.org/wal.html)."""
        with self._turn:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        with self._turn:
            self._connection.close()

    def _carry_out(self, tickets: list[_Ticket[object]]) -> None:
        try:
            self._commit(tickets)
        except Exception as error:
            for ticket in tickets:
                ticket.error = ticket.error or error
        finally:
            for ticket in tickets:
                ticket.done = True
        self._committed({n: db for one in tickets if one.error is None for n, db in one.touched.items()})

    def _commit(self, tickets: list[_Ticket[object]]) -> None:
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            for ticket in tickets:
                self._attempt(ticket)
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise explained(error) from error
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def _attempt(self, ticket: _Ticket[object]) -> None:
        """One change inside the shared transaction; its savepoint takes back all of it when it fails."""
        transaction = Transaction(self._connection)
        self._connection.execute("SAVEPOINT change")
        try:
            ticket.result = ticket.act(transaction)
            ticket.touched = transaction.touched
        except sqlite3.Error as error:
            ticket.error = explained(error)
        except Exception as error:
            ticket.error = error
        if ticket.error is not None:
            self._connection.execute("ROLLBACK TO change")
        self._connection.execute("RELEASE change")


def explained(error: sqlite3.Error) -> StoreError:
    """SQLite's error as one of ours: full or unusable disk, damaged file, or what it says.

    https://sqlite.org/rescode.html: the low byte of a code is its kind.
    """
    kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if kind == sqlite3.SQLITE_FULL:
        return StoreUnusable("the disk is full")
    if kind in _DISK:
        return StoreUnusable(f"the disk cannot be used ({error})")
    if kind in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return StoreDamaged(f"the store's file is damaged ({error})")
    return StoreError(f"the store could not be used ({error})")
