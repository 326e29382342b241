"""Documents with their attachments' contents for whoever is in the same process: no parts, no boundaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sync.embedded.attachment import identity_chunks
from sync.embedded.json_text import format_json, parse_json
from sync.embedded.rows import WINNER_OF_MANY, RevisionRow, find_contents, naming, read_winner
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
        rows = [read_winner(each, name) for each in values]
        found = {row.id: revision for row, revision in rows if not row.deleted}
        attached = {one.sha256 for each in found.values() for one in each.attachments.values()}
        small = find_contents(connection, attached)
    return [_whole(store, found[doc_id], small) for doc_id in dict.fromkeys(ids) if doc_id in found]


def _whole(
    store: Store, revision: RevisionRow, small: Mapping[str, bytes]
) -> tuple[dict[str, Any], dict[str, bytes]]:
    document = parse_json(show_document(revision, _SHOWN, store.contents, follows=True))
    contents = {}
    for name, one in revision.attachments.items():
        chunks = store.contents.read(one.sha256, attachment_name(revision, name), small.get(one.sha256))
        contents[name] = b"".join(identity_chunks(one, chunks))
    return document, contents
