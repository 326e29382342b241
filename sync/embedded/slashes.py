"""Which parts of a path belong together when the server has already decoded its slashes.

CouchDB separates ``/{db}/{docid}/{attname}`` before it decodes ``%2F``. A WSGI server hands over the raw
target (waitress, werkzeug) or only the decoded path (granian). With the latter the parts are put together
by what the store has, and for a new document by what kind of body comes: JSON is a document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

Parts = list[str]


def join_database(
    parts: Sequence[str], slashed: Set[str], exists: Callable[[str], bool], *, creates: bool, typed: bool
) -> Parts:
    """The database's name as one part.

    ``slashed``: the existing names with a slash. ``creates``: a PUT without a body, as only a new
    database is. ``typed``: it names the type of a body all the same, as PouchDB's do; then it may also
    be a document whose body was forgotten.
    """
    for end in range(len(parts), 1, -1):
        name = "/".join(parts[:end])
        if name in slashed:
            return [name, *parts[end:]]
    named = not any(part.startswith("_") for part in parts)
    if creates and named and ((len(parts) == 2 and not typed) or not exists(parts[0])):
        return ["/".join(parts)]
    return list(parts)


def join_document(
    parts: Sequence[str], exists: Callable[[str], bool], *, brings_document: bool
) -> tuple[str, Parts]:
    """Document id and the rest (an attachment's name).

    ``exists`` tells whether the store knows a document; ``brings_document``: the request creates one from
    JSON and names no revision, so it cannot be an attachment of a document that exists.
    """
    if len(parts) == 1:
        return parts[0], []
    for end in range(len(parts), 1, -1):
        doc_id = "/".join(parts[:end])
        if exists(doc_id):
            return doc_id, list(parts[end:])
    if brings_document:
        return "/".join(parts), []
    return parts[0], list(parts[1:])
