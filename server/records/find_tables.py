"""What a case is found by: a row with its places and days, and the words of its file for a full-text search.

``finds`` has one row a case. Its words are looked up in two FTS5 tables over the same row, since the trigram
tokenizer knows no word of one or two characters, which most Chinese names are:

- ``find_words`` (trigram) for words of three characters and more;
- ``find_pairs``, whose tokens are each character with the one behind it, for shorter ones: two characters
  are a token, one is the beginning of one (``prefix='1'``).

LIKE over the trigram table would read every row for a short word; the pairs are keyed. Neither of the two
keeps the text a second time: the words stand in ``finds``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from server.domain.case import Case
from server.domain.household import Household
from server.domain.wording import join_plain, pairs
from server.records.cache import Connection
from server.records.table import Row

FIND_DDL: Final = """
CREATE TABLE finds (id INTEGER PRIMARY KEY, file TEXT NOT NULL UNIQUE, street TEXT, community TEXT,
  stage TEXT, applied_on TEXT, words TEXT);
CREATE INDEX finds_by_day ON finds (applied_on, file);
CREATE INDEX finds_by_street ON finds (street, applied_on, file);
CREATE INDEX finds_by_community ON finds (community, applied_on, file);
CREATE INDEX finds_by_stage ON finds (stage, applied_on, file);
CREATE INDEX finds_by_street_stage ON finds (street, stage, applied_on, file);
CREATE INDEX finds_by_community_stage ON finds (community, stage, applied_on, file);
CREATE TABLE find_tails (tail TEXT, id INTEGER, PRIMARY KEY (tail, id)) WITHOUT ROWID;
CREATE INDEX find_tails_by_case ON find_tails (id);
CREATE TABLE find_teams (assessor TEXT, id INTEGER, PRIMARY KEY (assessor, id)) WITHOUT ROWID;
CREATE INDEX find_teams_by_case ON find_teams (id);
CREATE VIRTUAL TABLE find_words USING fts5 (words, content='finds', content_rowid='id',
  tokenize='trigram case_sensitive 1');
CREATE VIRTUAL TABLE find_pairs USING fts5 (pairs, content='', detail='none', prefix='1', tokenize='ascii');
"""


class FindRow(Row, frozen=True):
    """What one case is found by; ``words`` as :func:`server.domain.wording.join_plain` leaves them."""

    file: str
    street: str
    community: str
    stage: str
    applied_on: str
    assessors: tuple[str, ...]
    tails: tuple[str, ...]  # the last four of each member's identity number
    words: str


def find_row(case: Case, household: Household | None, texts: Sequence[str]) -> FindRow:
    """``texts`` are words people wrote with the acts of the case."""
    members = household.members if household else ()
    place = (household.address, household.building, household.note) if household else ()
    numbers = (member.identity_number[-4:].upper() for member in members)
    return FindRow(
        file=case.number,
        street=case.street,
        community=case.community,
        stage=case.stage.value,
        applied_on=case.applied_on.isoformat(),
        assessors=case.team.assessors if case.team else (),
        tails=tuple(dict.fromkeys(filter(None, numbers))),
        words=join_plain((case.number, *(member.name for member in members), *place, *texts)),
    )


def replace_find(connection: Connection, file: str, row: FindRow | None) -> None:
    """Puts the row of a file in place of the one before, None where it has none any more.

    Words that did not change are not written again: most acts change none.
    """
    stored = connection.execute("SELECT id, words FROM finds WHERE file = ?", (file,)).fetchone()
    if stored:
        _forget(connection, stored[0], stored[1], keeps_words=row is not None and row.words == stored[1])
    if row is None:
        return
    key = int(stored[0]) if stored else _next_key(connection)
    _add_rows(connection, [(key, row)])
    if not stored or row.words != stored[1]:
        _add_words(connection, [(key, row.words)])


def add_finds(connection: Connection, rows: Sequence[FindRow]) -> None:
    """Puts in the rows of files that have none yet, all in one go."""
    keyed = list(enumerate(rows, start=_next_key(connection)))
    _add_rows(connection, keyed)
    _add_words(connection, [(key, row.words) for key, row in keyed])


def tidy_finds(connection: Connection) -> None:
    """Merges each full-text index into one: a word that was taken away stands in older parts until then.

    https://sqlite.org/fts5.html#the_optimize_command
    """
    connection.execute("INSERT INTO find_words (find_words) VALUES ('optimize')")
    connection.execute("INSERT INTO find_pairs (find_pairs) VALUES ('optimize')")


def _next_key(connection: Connection) -> int:
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM finds").fetchone()
    return int(last) + 1


def _add_rows(connection: Connection, keyed: Sequence[tuple[int, FindRow]]) -> None:
    rows = (
        (key, row.file, row.street, row.community, row.stage, row.applied_on, row.words) for key, row in keyed
    )
    connection.executemany("INSERT INTO finds VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    tails = ((tail, key) for key, row in keyed for tail in dict.fromkeys(row.tails))
    connection.executemany("INSERT INTO find_tails VALUES (?, ?)", tails)
    teams = ((assessor, key) for key, row in keyed for assessor in dict.fromkeys(row.assessors))
    connection.executemany("INSERT INTO find_teams VALUES (?, ?)", teams)


def _add_words(connection: Connection, keyed: Sequence[tuple[int, str]]) -> None:
    connection.executemany("INSERT INTO find_words (rowid, words) VALUES (?, ?)", keyed)
    in_pairs = ((key, _pairs(words)) for key, words in keyed)
    connection.executemany("INSERT INTO find_pairs (rowid, pairs) VALUES (?, ?)", in_pairs)


def _forget(connection: Connection, key: int, words: str, *, keeps_words: bool) -> None:
    if not keeps_words:
        drop = "INSERT INTO find_words (find_words, rowid, words) VALUES ('delete', ?, ?)"
        connection.execute(drop, (key, words))
        drop = "INSERT INTO find_pairs (find_pairs, rowid, pairs) VALUES ('delete', ?, ?)"
        connection.execute(drop, (key, _pairs(words)))
    for table in ("finds", "find_tails", "find_teams"):
        connection.execute(" ".join(("DELETE FROM", table, "WHERE id = ?")), (key,))


def _pairs(words: str) -> str:
    return " ".join(pair for line in words.split("\n") for pair in pairs(line))
