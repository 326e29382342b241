"""Packs as people read them: every value with its source, and what differs between two (design §6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from server.domain.policy import Policy, parse_policy
from server.errors import Refusal
from server.records.stored_packs import lacking, with_added
from server.records.versions import complete, key_of, parse_packs, read_examples, read_packs
from server.services.district import POLICIES, District

Pack = Mapping[str, Any]
_HEAD: Final = ("id", "version", "title", "issuer", "valid_from", "valid_until")


@dataclass(frozen=True)
class PackValue:
    """One value of a pack, as plain data, and where it is from; the head of a pack has no source."""

    key: str
    value: Any
    source: str


@dataclass(frozen=True)
class Change:
    """A key whose value or source differs; None where a pack has not got it."""

    key: str
    here: PackValue | None
    there: PackValue | None

    @property
    def only_the_source(self) -> bool:
        return self.here is not None and self.there is not None and self.here.value == self.there.value


def shipped_packs() -> dict[str, dict[str, Any]]:
    """Every pack that ships, the examples too, whole, by ``id@version``."""
    return read_packs(POLICIES) | read_examples(POLICIES)


@cache
def shipped_policies() -> Mapping[str, Policy]:
    """The same, read once: a pack that ships changes only with the program."""
    return parse_packs(shipped_packs())


@dataclass(frozen=True)
class PublishedPack:
    """A pack as the record of the district has it, with the digest the district signed.

    ``content`` holds the defaults of the keys it lacks as well, each said to be one.
    """

    key: str
    content: Pack
    policy: Policy
    digest: str
    lacking: tuple[str, ...]  # keys that are newer than it
    other_ships: bool  # the program brings other content under this version, which is not used


def published_packs(district: District) -> list[PublishedPack]:
    """Every pack the district has published, in the order of its key."""
    return [published_pack(district, key) for key in sorted(district.policies)]


def published_pack(district: District, key: str) -> PublishedPack:
    """One published pack; refuses an unknown one, and one whose digest or signature does not hold."""
    policy, content = district.policy_of(key), district.versions.get("policy", key)
    return PublishedPack(
        key,
        with_added(content),
        policy,
        district.versions.digest("policy", key),
        tuple(lacking(content)),
        key in _shipped() and not district.versions.holds("policy", key, _shipped()[key]),
    )


def packs_not_used(district: District) -> list[str]:
    """Packs that ship with other content than was published under their version: the record goes on with its
    own, which cases were decided by, until the one that ships has a version of its own."""
    held = district.versions.holds
    return [key for key, pack in _shipped().items() if not held("policy", key, pack)]


@cache
def _shipped() -> Mapping[str, Pack]:
    return shipped_packs()


def find_pack(packs: Mapping[str, Pack], wanted: str) -> Pack:
    """A pack by ``id@version``, or the newest version of an id; refuses one nobody knows."""
    versions = [pack for pack in packs.values() if wanted in (pack["id"], key_of(pack))]
    if not versions:
        raise Refusal("policy.unknown", id=wanted)
    return max(versions, key=lambda pack: int(pack["version"]))


def check_pack_file(pack: Pack, beside: Mapping[str, Pack]) -> Policy:
    """The policy of a pack in hand; refuses what is wrong in it or at odds with those beside it."""
    whole = complete(pack, shipped_packs())
    policy = parse_policy(whole)
    others = {key: complete(other, shipped_packs()) for key, other in beside.items() if key != policy.key}
    parse_packs(others | {policy.key: whole})
    return policy


def values_of(pack: Pack) -> Iterator[PackValue]:
    """The head, then every value in the order of the file."""
    for name in _HEAD:
        if pack.get(name) is not None:
            yield PackValue(name, pack[name], "")
    for section, entries in pack.items():
        if isinstance(entries, Mapping):
            for name, entry in entries.items():
                yield PackValue(f"{section}.{name}", entry["value"], str(entry["source"]))


def differences(here: Pack, there: Pack) -> list[Change]:
    """Every key whose value or source is not the same in both, in the order of the first."""
    mine = {value.key: value for value in values_of(here)}
    theirs = {value.key: value for value in values_of(there)}
    return [
        Change(key, mine.get(key), theirs.get(key))
        for key in dict.fromkeys((*mine, *theirs))
        if mine.get(key) != theirs.get(key)
    ]
