"""Published versions of policy packs and forms, kept in the casebook beside the acts made under them.

A version is never edited, only superseded: publishing the same version with other content is refused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar, cast

import rfc8785
from joserfc.jwk import ECKey

from server.domain.act import digest_of, digest_of_stored
from server.domain.policy import Policy, parse_policy
from server.domain.policy_checks import check_versions
from server.errors import Refusal
from server.records.damage import naming_damage
from server.records.key_chain import read_log_keys
from server.records.keys import Keys, sign, verified_payload
from sync.couch import Conflict, Database, NotFound

SCHEMA: Final = 1
_LAST: Final = "\ufff0"
_SIGNED_TYPE: Final = "ruhu-version"


EXAMPLES: Final = "examples"

Thing = TypeVar("Thing")

_READ: Final[dict[tuple[str, Callable[..., Any]], Any]] = {}  # by digest, for every district of the process


def named_packs(folder: Path) -> set[str]:
    """The keys the packs of a folder have by the names of their files."""
    return {f"{path.parent.name}@{path.stem}" for path in folder.glob("*/*.toml")}


def read_packs(folder: Path) -> dict[str, dict[str, Any]]:
    """The policy packs of a folder ``<id>/<version>.toml`` as plain data, by key ``<id>@<version>``."""
    packs = (read_pack(path) for path in sorted(folder.glob("*/*.toml")))
    return {key_of(pack): pack for pack in packs}


def read_examples(folder: Path) -> dict[str, dict[str, Any]]:
    """The packs of ``examples/<id>/<version>.toml``, to look at and not to decide by, as whole packs."""
    known = read_packs(folder)
    return {key: complete(pack, known) for key, pack in read_packs(folder / EXAMPLES).items()}


def read_pack(path: Path) -> dict[str, Any]:
    """One pack as it is written; refuses a file that is no TOML, by its name."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal("policy.invalid", key=path.name, why=str(error)) from error


def complete(pack: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A pack with the values of the one it extends, each with the source it has there; its own come first."""
    whole = dict(pack)
    base = whole.pop("extends", None)
    if base is None:
        return whole
    if not isinstance(base, str) or base not in known:
        raise Refusal("policy.invalid", key="extends", why=str(base))
    if known[base].get("id") == pack.get("id"):
        raise Refusal("policy.invalid", key="extends", why=f"{base} 是它自己 / is the pack itself")
    for section, entries in known[base].items():
        if isinstance(entries, Mapping):
            own = whole.get(section, {})
            if not isinstance(own, Mapping):
                raise Refusal("policy.invalid", key=section, why="要一节 / a section is needed")
            whole[section] = {**entries, **own}
    return whole


def key_of(pack: Mapping[str, Any]) -> str:
    return f"{pack.get('id')}@{pack.get('version')}"


def parse_packs(packs: Mapping[str, Mapping[str, Any]]) -> dict[str, Policy]:
    """The policies the packs hold; refuses a pack with a value that is missing, unsourced or impossible.

    Two versions of one pack cover no day together.
    """
    policies = {key: parse_policy(pack) for key, pack in packs.items()}
    check_versions(policies.values())
    return policies


class _Checked(NamedTuple):
    """A version that is what was published."""

    digest: str
    content: dict[str, Any]


class Versions:
    """The ``policy:`` and ``form:`` documents of the casebook, their digests signed with the log key."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys
        self._checked: dict[str, _Checked] = {}  # what held once: it is never edited
        self._made: dict[tuple[str, str, Callable[..., Any]], Any] = {}

    def publish(self, kind: str, key: str, content: Mapping[str, Any]) -> str:
        """Keeps a version and returns its digest; refuses other content under a version already published."""
        document = {"type": kind, "schema": SCHEMA, "version": key, "content": _plain(dict(content))}
        digest = digest_of(document)
        try:
            signed = sign(self._keys.log, _signed_words(f"{kind}:{key}", digest), _SIGNED_TYPE)
            self._database.create({"_id": f"{kind}:{key}"} | document | {"digest": digest, "signed": signed})
        except Conflict:
            if self._document(kind, key)["digest"] != digest:
                raise Refusal("record.version_edited", document=f"{kind}:{key}") from None
        return digest

    def get(self, kind: str, key: str) -> dict[str, Any]:
        """The content of a published version; refuses when it is missing or was changed.

        It is read once in the life of the process; verification reads it again.
        """
        return dict(self._get(kind, key).content)

    def keys(self, kind: str) -> list[str]:
        """What is published of a kind, as ``id@version``."""
        rows = self._database.all(f"{kind}:", f"{kind}:{_LAST}", include_docs=False)
        return [row["_id"].removeprefix(f"{kind}:") for row in rows]

    def digest(self, kind: str, key: str) -> str:
        """The digest of a published version; refuses when it is missing, or was changed."""
        self.get(kind, key)
        return str(self._document(kind, key)["digest"])

    def holds(self, kind: str, key: str, content: Mapping[str, Any]) -> bool:
        """Whether ``content`` is what was published under the version, if it was published at all."""
        return key not in self.keys(kind) or self.get(kind, key) == _plain(dict(content))

    def made_of(self, kind: str, key: str, make: Callable[[dict[str, Any]], Thing]) -> Thing:
        """What ``make`` makes of a version, made once: neither it nor the version ever changes."""
        made = self._made.get((kind, key, make))
        if made is None:
            made = self._made[kind, key, make] = make(self.get(kind, key))
        return cast(Thing, made)

    def read_as(self, kind: str, key: str, read: Callable[[dict[str, Any]], Thing]) -> Thing:
        """What ``read`` reads in a version that holds, read once a process whatever districts it opens.

        Content with one digest reads as one thing, and all are given the same: it has to be immutable all the
        way down.
        """
        checked = self._get(kind, key)
        known = _READ.get((checked.digest, read))
        if known is None:
            known = _READ[checked.digest, read] = read(dict(checked.content))
        return cast(Thing, known)

    def _get(self, kind: str, key: str) -> _Checked:
        name = f"{kind}:{key}"
        if name not in self._checked:
            document = self._document(kind, key)
            check_version(document, read_log_keys(self._keys))
            self._checked[name] = _Checked(document["digest"], document["content"])
        return self._checked[name]

    def _document(self, kind: str, key: str) -> dict[str, Any]:
        try:
            with naming_damage(f"{kind}:{key}"):
                return self._database.get(f"{kind}:{key}")
        except NotFound as error:
            raise Refusal("record.missing", document=f"{kind}:{key}") from error


def check_version(document: Mapping[str, Any], keys: Sequence[ECKey]) -> None:
    """A published version is what was published: its digest holds, and one of ``keys`` signed it."""
    name = str(document["_id"])
    signed = {key: value for key, value in document.items() if key != "signed"}
    if digest_of_stored(signed) != document.get("digest"):
        raise Refusal("record.damaged", document=name)
    payload = verified_payload(str(document.get("signed")), keys, _SIGNED_TYPE)
    if payload != _signed_words(name, str(document["digest"])):
        raise Refusal("record.unsigned", document=name)


def _signed_words(name: str, digest: str) -> bytes:
    return rfc8785.dumps({"version": name, "digest": digest})


def _plain(value: Any) -> Any:
    """TOML's dates as text, everything else as it is."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
