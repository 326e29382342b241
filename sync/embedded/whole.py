"""Documents with their attachments' contents for whoever is in the same process: no parts, no boundaries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sync.embedded.attachment import identity_chunks
from sync.embedded.json_text import format_json, parse_json
from sync.embedded.rows import WINNER_OF_MANY, RevisionRow, naming, read_winner
from sync.embedded.showing import Show, attachment_name, show_document
from sync.embedded.store import Store

_SHOWN: Final = Show(attachments=True, att_encoding_info=True)


def read_whole(store: Store, name: str, ids: Sequence[str]) -> list[tuple[dict[str, Any], dict[str, bytes]]]:
    """The winning revisions of these documents, in this order, as ``_bulk_get`` gives them; no deleted ones.

    Every content is checked against its digest.
    """
    database = store.database(name)
    with database.reading() as connection, naming(name, next(iter(ids), "")):
        values = connection.execute(WINNER_OF_MANY, (database.number, format_json(ids).decode())).fetchall()
    rows = (read_winner(each, name) for each in values)
    found = {row.id: revision for row, revision in rows if not row.deleted}
    return [_whole(store, found[doc_id]) for doc_id in dict.fromkeys(ids) if doc_id in found]


def _whole(store: Store, revision: RevisionRow) -> tuple[dict[str, Any], dict[str, bytes]]:
    document = parse_json(show_document(revision, _SHOWN, store.contents, follows=True))
    contents = {}
    for name, one in revision.attachments.items():
        chunks = store.contents.read(one.sha256, attachment_name(revision, name))
        contents[name] = b"".join(identity_chunks(one, chunks))
    return document, contents
