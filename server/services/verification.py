"""Verification of the whole record: every chain, every digest, every byte of evidence (``ruhu verify``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby, islice
from typing import Any, Final

from server.domain.act import FIRST_PREVIOUS, Act, act_id, check_document, digest_of
from server.domain.case import OPENINGS, fold_case
from server.domain.head import Head
from server.domain.part_erasure import gone_from
from server.domain.retention import find_erasure
from server.errors import Refusal
from server.records.evidence import PHOTO, evidence_id
from server.records.key_chain import read_links, read_log_keys
from server.records.keys import LOG
from server.records.versions import check_version
from server.services.district import District
from server.services.head_checks import LogCheck, Seen, file_of, see
from server.services.pointers import pointed_at
from server.services.witnesses import Witness, check_witness
from sync.couch import WHOLE, CouchError, Database, NotFound

# What reading a damaged document may raise.
_UNREADABLE: Final = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_NAMES_DOCUMENT: Final = re.compile("document '(.+)' of database")
_NEXT: Final = " "  # after an id comes the id itself with the lowest character behind it
_LAST: Final = "\ufff0"
_PHOTOS: Final = WHOLE
_AT_ONCE: Final = 100  # documents asked for in one request; a long visit is about 200 kB
_NAMED: Final = 1000  # acts missing in a row that are named one by one


@dataclass(frozen=True)
class Problem:
    """Something that does not hold, and the document it was found in."""

    document: str
    code: str
    zh: str
    en: str


@dataclass
class Report:
    """What was looked at and what did not hold; ``newest`` is the last published head that can be read."""

    acts: int = 0
    documents: int = 0
    heads: int = 0
    newest: Head | None = None
    compared: int = 0  # heads in somebody's hands
    erased: dict[str, int] = field(default_factory=dict)  # file → the act under which it was erased
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        newest = self.newest
        return {
            "ok": self.ok,
            "acts": self.acts,
            "documents": self.documents,
            "heads": self.heads,
            "newest": {"date": newest.date.isoformat(), "short": newest.short} if newest else None,
            "compared": self.compared,
            "erased": self.erased,
            "problems": [vars(problem) for problem in self.problems],
        }


def verify(district: District, witnesses: Sequence[Witness] = ()) -> Report:
    """Reads every document of casebook and evidence again and checks it against its digest and its chain.

    Then every published head against the chains, and ``witnesses``, heads that left the house, against those.
    ``documents`` counts the acts, the published versions, the heads and the evidence. A document that cannot
    be read is named like one that was changed; none ends the verification.
    The district may go on meanwhile: evidence, acts and heads are read in an order in which what comes later
    than the reading is no fault.
    """
    report = Report()
    published = set(_ids(district.database("casebook"), "head:", f"head:{_LAST}"))
    evidence = _verify_evidence(district, report)
    _verify_versions(district, report)
    seen: dict[str, Seen] = {}
    for file, documents in groupby(_documents(district, "casebook", "act:", report), key=_file_of):
        acts = _verify_chain(file, _noting(documents, seen), report)
        _verify_references(district, acts, evidence, report)
        _verify_fold(acts, report)
    _verify_heads(district, published, seen, witnesses, report)
    report.documents += report.acts + report.heads
    return report


def _verify_heads(
    district: District,
    published: Set[str],
    seen: Mapping[str, Seen],
    witnesses: Sequence[Witness],
    report: Report,
) -> None:
    """Every head is signed, follows from the one before, and counts the acts as they are stored.

    One that is not among ``published`` came while the acts were read, and is left to the next time.
    """
    log = LogCheck(district.heads, read_links(district.keys, LOG), seen)
    stored = _documents(district, "casebook", "head:", report, conflicts=True)
    heads = _counting((document for document in stored if document["_id"] in published), report)
    for document, refusal in log.check(heads):
        _note(report, document, refusal)
    report.newest = log.published[-1].head if log.published else None
    for witness in witnesses:
        report.compared += 1
        for document, refusal in check_witness(witness, log):
            _note(report, document, refusal)


def _counting(documents: Iterable[dict[str, Any]], report: Report) -> Iterator[dict[str, Any]]:
    for document in documents:
        report.heads += 1
        yield document


def _noting(documents: Iterable[dict[str, Any]], seen: dict[str, Seen]) -> Iterator[dict[str, Any]]:
    """Passes acts on and keeps what the log has to say about each."""
    for document in documents:
        seen[document["_id"]] = see(document)
        yield document


def _verify_evidence(district: District, report: Report) -> set[str]:
    """Every document of evidence matches the digest it is named by; returns the ids that exist."""
    found, photos = set(), list[dict[str, Any]]()
    for document in _documents(district, "evidence", None, report):
        found.add(document["_id"])
        report.documents += 1
        if document.get("type") == PHOTO:
            photos.append(document)
        else:
            _verify_document(district, document, report)
        if len(photos) == _PHOTOS:
            _verify_photos(district, photos, report)
            photos = []
    _verify_photos(district, photos, report)
    return found


def _verify_photos(district: District, documents: Sequence[dict[str, Any]], report: Report) -> None:
    """Photos a few in one request; where one of them cannot be given out, each by itself."""
    try:
        whole = district.database("evidence").whole([document["_id"] for document in documents])
        contents = {document["_id"]: attached.get(PHOTO) for document, attached in whole}
    except (CouchError, *_UNREADABLE):
        contents = {}
    for document in documents:
        _verify_document(district, document, report, contents.get(document["_id"]))


def _verify_document(
    district: District, document: Mapping[str, Any], report: Report, content: bytes | None = None
) -> None:
    """``content`` is a photo's, where it was read already."""
    try:
        _check_evidence(district, document, content)
    except Refusal as refusal:
        _note(report, document["_id"], refusal)
    except (CouchError, *_UNREADABLE):
        _note(report, document["_id"], Refusal("record.damaged", document=document["_id"]))


def _check_evidence(district: District, document: Mapping[str, Any], content: bytes | None) -> None:
    digest = document["_id"].rpartition(":")[2]
    if document["_id"] != evidence_id(document["type"], document["file"], digest):
        raise Refusal("record.damaged", document=document["_id"])
    if document["type"] == PHOTO:
        photo = district.evidence.get_photo(document["file"], digest) if content is None else content
        is_same = content is None or sha256(content).hexdigest() == digest
        if not is_same or (document["sha256"], document["length"]) != (digest, len(photo)):
            raise Refusal("record.damaged", document=document["_id"])
    elif digest_of(document) != digest:
        raise Refusal("record.damaged", document=document["_id"])


def _verify_versions(district: District, report: Report) -> None:
    """Published packs and forms are as they were published and signed."""
    keys = read_log_keys(district.keys)
    for prefix in ("form:", "policy:"):
        for document in _documents(district, "casebook", prefix, report):
            report.documents += 1
            try:
                check_version(document, keys)
            except Refusal as refusal:
                _note(report, document["_id"], refusal)


def _verify_chain(file: str, documents: Iterable[dict[str, Any]], report: Report) -> list[Act]:
    """The acts of a file that hold, each following from the one before; every break is noted."""
    acts: list[Act] = []
    previous, expected = FIRST_PREVIOUS, 1
    for document in documents:
        report.acts += 1
        try:
            act = check_document(document)
        except Refusal as refusal:
            _note(report, document["_id"], refusal)
        except _UNREADABLE:
            _note(report, document["_id"], Refusal("record.damaged", document=document["_id"]))
        else:
            acts.append(act)
        previous, expected = _check_link(file, document, previous, expected, report)
    return acts


def _check_link(
    file: str, document: Mapping[str, Any], previous: str, expected: int, report: Report
) -> tuple[str, int]:
    """The digest and number the next act must carry on from; what is missing before this one is named."""
    number = document["_id"].rpartition(":")[2]
    reached = int(number) if number.isdecimal() else expected
    if document["_id"] != act_id(file, expected):
        for n in range(expected, max(expected + 1, min(reached, expected + _NAMED))):
            _note(report, act_id(file, n), Refusal("record.broken_chain", n=n, document=act_id(file, n)))
    elif document.get("previous") != previous:
        _note(report, document["_id"], Refusal("record.broken_chain", n=expected, document=document["_id"]))
    return str(document.get("digest")), reached + 1


def _verify_references(district: District, acts: Sequence[Act], evidence: set[str], report: Report) -> None:
    """What an act points at by digest is there; of what was erased afterwards, nothing is.

    ``evidence`` was read before the acts: what differs may have come or gone since, and is looked at again.
    """
    erased, gone = find_erasure(acts), gone_from(acts)
    if erased is not None:
        report.erased[erased.file] = erased.n
    for act in acts:
        for wanted in pointed_at(act):
            n = erased.n if erased is not None else gone.get(_without_file(wanted), 0)
            if act.n < n:
                if wanted in evidence and _is_there(district, wanted, report):
                    _note(report, wanted, Refusal("record.not_erased", document=wanted, n=n))
            elif wanted not in evidence and not _is_there(district, wanted, report):
                _note(report, wanted, Refusal("record.missing", document=wanted))


def _without_file(wanted: str) -> str:
    """``kind:digest`` of ``kind:file:digest``."""
    return f"{wanted.partition(':')[0]}:{wanted.rpartition(':')[2]}"


def _is_there(district: District, document_id: str, report: Report) -> bool:
    """Whether it is there now, and then that it holds; evidence is written before the act that names it."""
    try:
        document = district.database("evidence").get(document_id)
    except NotFound:
        return False
    except CouchError:
        return True  # what cannot be read was named among the evidence
    _verify_document(district, document, report)
    return True


def _verify_fold(acts: list[Act], report: Report) -> None:
    """A case's acts add up to a case."""
    if not acts or acts[0].kind not in OPENINGS:
        return
    try:
        fold_case(acts)
    except Refusal as refusal:
        _note(report, acts[-1].id, refusal)
    except _UNREADABLE:
        _note(report, acts[-1].id, Refusal("record.damaged", document=acts[-1].id))


def _documents(
    district: District, database: str, prefix: str | None, report: Report, *, conflicts: bool = False
) -> Iterator[dict[str, Any]]:
    """Every document as stored, many in one request; one the store cannot give out is noted and the others
    follow. One that went since its id was read is none."""
    store = district.database(database)
    for ids in _parts(_ids(store, prefix, f"{prefix}{_LAST}" if prefix else None)):
        try:
            found = {each["_id"]: each for each in store.all(keys=ids, conflicts=conflicts)}
        except CouchError:
            found = {}  # something among them is damaged: each by itself
        for document_id in ids:
            try:
                yield found.get(document_id) or store.get(document_id, conflicts=conflicts)
            except NotFound:
                continue
            except CouchError:
                report.documents += 1
                _note(report, document_id, Refusal("record.damaged", document=document_id))


def _parts(ids: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(ids)
    while part := list(islice(rest, _AT_ONCE)):
        yield part


def _ids(store: Database, start: str | None, end: str | None) -> Iterator[str]:
    """The ids of a range, also of documents in it that the store finds damaged."""
    try:
        for stub in store.all(start, end, include_docs=False):
            start = stub["_id"] + _NEXT
            yield stub["_id"]
    except CouchError as error:
        damaged = _damaged_id(error)
        if damaged is None or (start is not None and damaged < start):
            raise
        yield from _ids(store, start, damaged[:-1] + chr(ord(damaged[-1]) - 1) + _LAST)
        yield damaged
        yield from _ids(store, damaged + _NEXT, end)


def _damaged_id(error: CouchError) -> str | None:
    """The document an error of the store names (``sync.embedded.rows.damaged``)."""
    found = _NAMES_DOCUMENT.match(error.reason) if error.error == "damaged" else None
    return found[1] if found else None


def _file_of(document: Mapping[str, Any]) -> str:
    return file_of(str(document["_id"]))


def _note(report: Report, document: str, refusal: Refusal) -> None:
    report.problems.append(Problem(document, refusal.code, refusal.sentence("zh"), refusal.sentence("en")))
