"""A told household told again of a twin: the same acts by other words, with salts and seals of their own.

What a twin's record says is what the services would have written: every piece of evidence is named by its own
digest, every visit is sealed and countersigned by the twin's tablets, every chain carries on its own digests.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from server.domain.act import FIRST_PREVIOUS, act_id, digest_of
from server.domain.payroll import LINES
from server.records.evidence import PHOTO, STATEMENT, evidence_id, photo_with_bytes
from server.services.countersignatures import EVIDENCE as COUNTERSIGN
from server.services.seeding.pictures import MOSAIC, draw_mosaic
from server.services.seeding.tablets import JPEG
from server.services.seeding.twins import Twin
from server.services.uploads import EVIDENCE as VISIT
from server.services.uploads import Upload

Document = dict[str, Any]
DECLARED: Final = "declared"
_NAME: Final = 3  # characters a name has that can be told from other words
_DIGEST: Final = "[0-9a-f]{64}"
_OWN: Final = ("_rev", "_id", "_attachments")


class Text:
    """Documents as text in which the words of a twin can be put."""

    def __init__(self, documents: Sequence[Document], patterns: Sequence[re.Pattern[str]]) -> None:
        text = json.dumps(documents, ensure_ascii=False, separators=(",", ":"))
        self._parts = [text]  # what stays and what has a word, by turns
        for pattern in patterns:
            split = (
                pattern.split(part) if not place % 2 else [part] for place, part in enumerate(self._parts)
            )
            self._parts = [part for parts in split for part in parts]
        self._words = self._parts[1::2]

    def told_by(self, words: Mapping[str, str]) -> list[Document]:
        """The documents by other words; what has none stays."""
        self._parts[1::2] = [words.get(word, word) for word in self._words]
        documents: list[Document] = json.loads("".join(self._parts))
        return documents


class Original:
    """A told file, its acts and its evidence, ready to be told of a twin again and again."""

    def __init__(
        self, acts: Sequence[Document], evidence: Sequence[Document], shared: re.Pattern[str]
    ) -> None:
        """``shared``: the :func:`pattern_of` the words that are the same in every file of the town."""
        self.names, self.identities = _people_in(evidence)
        own = [*self.names, *self.identities]
        patterns = [shared, pattern_of(own)] if own else [shared]
        self._photos = [one["sha256"] for one in evidence if one["type"] == PHOTO]
        self._evidence = [one["_id"].rpartition(":")[2] for one in evidence if one["type"] != PHOTO]
        self._told = Text([_bare(one) for one in evidence if one["type"] != PHOTO], patterns)
        self._acts = Text([_bare(act) for act in acts], patterns)
        signed = (act["facts"] for act in acts if act["kind"] == "visit_confirmed")
        self._signed = {facts["countersign"]: str(facts["assessor"]) for facts in signed}
        self._public = {
            one["_id"].rpartition(":")[2]: digest_of(one["content"])
            for one in evidence
            if one["type"] == STATEMENT
        }

    def tell(self, twin: Twin) -> tuple[list[Document], list[Document]]:
        """The acts and the evidence of the twin's file."""
        words = dict(twin.words)
        words |= {name: twin.rename(name) for name in self.names}
        words |= {number: twin.renumber(number) for number in self.identities}
        pictures = {digest: draw_mosaic() for digest in self._photos}
        words |= {digest: hashlib.sha256(content).hexdigest() for digest, content in pictures.items()}
        told = self._told.told_by(words)
        lengths = {words[digest]: len(content) for digest, content in pictures.items()}
        for visit in (one["content"]["visit"] for one in told if one["type"] == VISIT):
            _measure(visit, lengths)
        evidence = [
            self._tell_evidence(twin, old, document, told, words)
            for old, document in zip(self._evidence, told, strict=True)
        ]
        acts = _chained(self._acts.told_by(words))
        return acts, [
            *evidence,
            *(photo_with_bytes(acts[0]["file"], each, JPEG) for each in pictures.values()),
        ]

    def _tell_evidence(
        self, twin: Twin, old: str, document: Document, told: Sequence[Document], words: dict[str, str]
    ) -> Document:
        """A document under its new name; ``words`` learns what was named ``old`` before."""
        kind, content = document["type"], document["content"]
        document["salt"] = secrets.token_hex(16)
        if kind == VISIT:
            visit = content["visit"]
            upload = Upload(visit["assessor"], visit, twin.tablets[visit["assessor"]].seal(visit))
            document |= {"content": upload.content, "salt": upload.salt}
        elif kind == COUNTERSIGN:
            visit = next(one["content"]["visit"] for one in told if one["type"] == VISIT)
            tablet = twin.tablets[words[self._signed[old]]]
            document["content"] = {"token": tablet.countersign(visit, visit["sealed_at"])}
        elif kind == STATEMENT:
            content["salt"] = secrets.token_hex(16)
            words[self._public[old]] = digest_of(content)
        elif kind == LINES:
            for line in content["lines"]:
                line["payee"] = twin.rename(line["payee"])
        words[old] = digest_of(document)
        return {"_id": evidence_id(kind, document["file"], words[old])} | document


def _people_in(evidence: Iterable[Document]) -> tuple[list[str], list[str]]:
    """Names that can be told from other words, and identity numbers."""
    members = [one for each in evidence if each["type"] == DECLARED for one in each["content"]["members"]]
    names = [one["name"] for one in members if len(one["name"]) >= _NAME]
    return names, [one["identity_number"] for one in members if one["identity_number"]]


def pattern_of(words: Iterable[str]) -> re.Pattern[str]:
    """The words, the longest first, and every digest; plain ones only where they stand for themselves."""
    longest_first = sorted(set(words), key=len, reverse=True)
    return re.compile("|".join(["(" + _DIGEST, *map(_alone, longest_first)]) + ")")


def _alone(word: str) -> str:
    escaped = re.escape(word)
    return f"(?<![A-Za-z0-9]){escaped}(?![A-Za-z0-9])" if word.isascii() else escaped


def _bare(document: Document) -> Document:
    return {key: value for key, value in document.items() if key not in _OWN}


def _measure(visit: Document, lengths: Mapping[str, int]) -> None:
    """The photos of a visit are what was drawn for it."""
    width, height = MOSAIC
    for photo in visit["photos"]:
        photo |= {"length": lengths[photo["digest"]], "width": width, "height": height}


def _chained(acts: list[Document]) -> list[Document]:
    """The acts as one chain: each with a salt of its own and the digest of the one before."""
    previous = FIRST_PREVIOUS
    for act in acts:
        if "photos" in act["facts"]:
            act["facts"]["photos"].sort()
        act |= {"salt": secrets.token_hex(16), "previous": previous}
        previous = digest_of(act)
        act |= {"digest": previous, "_id": act_id(act["file"], act["n"])}
    return acts
