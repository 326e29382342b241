"""Evidence: what identifies people, as immutable documents, each salted and named by its digest (design §2).

Acts refer to evidence by digest alone. Writing the same evidence twice changes nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import pybase64

from server.domain.act import digest_of, digest_of_stored
from server.errors import Refusal
from server.records.damage import naming_damage
from server.records.memory import Memory
from sync.couch import Conflict, CouchError, Database, NotFound, refusal_in

SCHEMA: Final = 1
PHOTO: Final = "photo"
STATEMENT: Final = "statement"  # what an act says in public, word for word
DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Whole:
    """Some content and the photos it names, each its bytes and its content type."""

    kind: str
    file: str
    content: Mapping[str, Any]
    photos: tuple[tuple[bytes, str], ...]
    salt: str


class Evidence:
    """The evidence database of a district."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._memory: Memory[dict[str, Any]] = Memory()

    def remembering(self) -> AbstractContextManager[None]:
        """While this is open, this thread reads each document once; what is named by its digest stays."""
        return self._memory.open()

    def put(self, kind: str, file: str, content: Mapping[str, Any], *, salt: str) -> str:
        """Keeps ``content`` and returns the digest it is named by (SHA-256 over RFC 8785, salted).

        The same kind, file, content and salt give the same document, so a repeated write is a no-op.
        """
        document, digest = _document(kind, file, content, salt)
        try:
            self._database.create(document)
        except Conflict:
            self._check_same(document["_id"], document)
        return digest

    def get(self, kind: str, file: str, digest: str) -> dict[str, Any]:
        """The content named by ``digest``; refuses when it is missing or no longer matches its name."""
        name = evidence_id(kind, file, digest)
        return dict(self._memory.recall(name, "", lambda: self._content(name, digest)))

    def foresee(self, wanted: Mapping[str, Collection[str]]) -> None:
        """Reads documents that will be asked for while this is remembering, by kind, in one request each.

        What is missing or damaged is left for :meth:`get` to refuse. Files are read in the order of their
        ids, so the documents of a kind lie side by side.
        """
        for names in wanted.values():
            with suppress(CouchError, Refusal):
                documents = self._database.scan(min(names), max(names))
                self._remember(document for document in documents if document["_id"] in names)

    def foresee_apart(self, names: Sequence[str]) -> None:
        """:meth:`foresee` for documents of any kind that lie far from each other."""
        with suppress(CouchError, Refusal):
            self._remember(self._database.all(keys=names))

    def put_photo(self, file: str, photo: bytes, content_type: str) -> str:
        """Keeps one photo as one document with one attachment; returns the SHA-256 of its bytes."""
        document = _photo_document(file, photo, content_type)
        try:
            self._database.create_with_attachment(document, PHOTO, photo, content_type)
        except Conflict:
            self.get_photo(file, document["sha256"])
        return str(document["sha256"])

    def put_whole(
        self,
        kind: str,
        file: str,
        content: Mapping[str, Any],
        photos: Iterable[tuple[bytes, str]],
        *,
        salt: str,
    ) -> str:
        """:meth:`put` together with the photos it names, each with its content type, in one write."""
        return self.put_wholes([Whole(kind, file, content, tuple(photos), salt)])[0]

    def put_wholes(self, wholes: Sequence[Whole]) -> list[str]:
        """:meth:`put_whole` for several in one write; the digest of each."""
        named = [_document(one.kind, one.file, one.content, one.salt) for one in wholes]
        written = {document["_id"]: document for document, _ in named}
        photos = (photo_with_bytes(one.file, *photo) for one in wholes for photo in one.photos)
        written |= {document["_id"]: document for document in photos}
        for row in self._database.bulk(list(written.values())):
            if row.get("error") == "conflict":
                self._check_same(row["id"], written[row["id"]])
            elif "error" in row:
                raise refusal_in(row)
        for one, (document, _) in zip(wholes, named, strict=True):
            self._memory.recall(document["_id"], "", partial(dict, one.content))
        return [digest for _, digest in named]

    def get_photo(self, file: str, digest: str) -> bytes:
        """The bytes of a photo; refuses when they are missing or no longer match their digest."""
        document_id = evidence_id(PHOTO, file, digest)
        try:
            with naming_damage(document_id):
                photo = self._database.get_attachment(document_id, PHOTO)
        except NotFound as error:
            raise Refusal("record.missing", document=document_id) from error
        if hashlib.sha256(photo).hexdigest() != digest:
            raise Refusal("record.damaged", document=document_id)
        return photo

    def has(self, kind: str, file: str, digest: str) -> bool:
        return self._database.find(evidence_id(kind, file, digest)) is not None

    def find_photo(self, files: Iterable[str], digest: str) -> bytes | None:
        """The bytes of a photo that one of these files has; None where none has it."""
        names = [evidence_id(PHOTO, file, digest) for file in files]
        found = next(self._database.all(keys=names, include_docs=False), None)
        return self.get_photo(str(found["_id"]).split(":")[1], digest) if found else None

    def of_file(self, file: str) -> Iterator[dict[str, Any]]:
        """Every document of a file as stored, kind by kind, without the bytes of photos."""
        for kind in self._kinds():
            start = f"{kind}:{file}:"
            yield from self._database.all(start, f"{start}\ufff0")

    def erase(self, file: str, left: Collection[str] = ()) -> None:
        """Deletes every document of a file with its photos; their bytes are gone with the next compaction.

        ``left`` are the digests of what was made to stay.
        """
        named = (one for one in self.of_file(file) if one["_id"].rpartition(":")[2] not in left)
        gone = [{"_id": one["_id"], "_rev": one["_rev"], "_deleted": True} for one in named]
        self._database.put_all(gone)

    def erase_some(self, file: str, names: Collection[str]) -> None:
        """:meth:`erase` of single documents of a file, each named ``kind:digest``."""
        parts = (name.partition(":") for name in names)
        keys = [evidence_id(kind, file, digest) for kind, _, digest in parts]
        stubs = self._database.all(keys=keys, include_docs=False)
        self._database.put_all([stub | {"_deleted": True} for stub in stubs])

    def compact(self) -> None:
        """Gives back the room of what was deleted."""
        self._database.compact()

    def _kinds(self) -> Iterator[str]:
        """The kinds there are, each found by skipping over the documents of the one before."""
        after: str | None = None
        while stub := next(self._database.all(after, limit=1, include_docs=False), None):
            kind = str(stub["_id"]).partition(":")[0]
            yield kind
            after = f"{kind};"  # what follows ":" in the order of ids

    def documents(self) -> Iterator[dict[str, Any]]:
        """Every document as stored, unchecked (verification reads them)."""
        return self._database.all()

    def _remember(self, documents: Iterable[Mapping[str, Any]]) -> None:
        for document in documents:
            name = str(document["_id"])
            if digest_of_stored(document) == name.rpartition(":")[2]:
                self._memory.recall(name, "", partial(dict, document["content"]))

    def _content(self, document_id: str, digest: str) -> dict[str, Any]:
        document = self._get(document_id)
        if digest_of_stored(document) != digest:
            raise Refusal("record.damaged", document=document_id)
        content: dict[str, Any] = document["content"]
        return content

    def _check_same(self, document_id: str, document: Mapping[str, Any]) -> None:
        """What stands there already is what was to be written: the document, or a photo of its own name."""
        kind, _, rest = document_id.partition(":")
        file, _, digest = rest.rpartition(":")
        if kind == PHOTO:
            self.get_photo(file, digest)
        elif digest_of(self._get(document_id)) != digest_of(document):
            raise Refusal("record.damaged", document=document_id)

    def _get(self, document_id: str) -> dict[str, Any]:
        try:
            with naming_damage(document_id):
                return self._database.get(document_id)
        except NotFound as error:
            raise Refusal("record.missing", document=document_id) from error


def _document(kind: str, file: str, content: Mapping[str, Any], salt: str) -> tuple[dict[str, Any], str]:
    """The document of some content, and the digest it is named by."""
    document = {"type": kind, "schema": SCHEMA, "file": file, "salt": salt, "content": dict(content)}
    digest = digest_of_stored(document)
    return {"_id": evidence_id(kind, file, digest)} | document, digest


def photo_with_bytes(file: str, photo: bytes, content_type: str) -> dict[str, Any]:
    """The document of a photo with its bytes inline, for a write of many."""
    data = {"content_type": content_type, "data": pybase64.b64encode_as_string(photo)}
    return _photo_document(file, photo, content_type) | {"_attachments": {PHOTO: data}}


def _photo_document(file: str, photo: bytes, content_type: str) -> dict[str, Any]:
    digest = hashlib.sha256(photo).hexdigest()
    return {
        "_id": evidence_id(PHOTO, file, digest),
        "type": PHOTO,
        "schema": SCHEMA,
        "file": file,
        "sha256": digest,
        "content_type": content_type,
        "length": len(photo),
    }


def evidence_id(kind: str, file: str, digest: str) -> str:
    """``<kind>:<file>:<digest>``; a digest is 64 hex digits and nothing else."""
    if DIGEST.fullmatch(digest) is None:
        raise Refusal("record.missing", document=f"{kind}:{file}")
    return f"{kind}:{file}:{digest}"
