"""A credential or log key is followed by another, introduced by the one before it (design §4, S7-CRED-07)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from server.domain.days import format_instant
from server.domain.permission import Actor, check_may
from server.records.entries import Assessor
from server.records.key_chain import Link, next_link, read_links, write_links
from server.records.keys import CREDENTIAL, LOG, FileSigner, finish_succession, make_successor
from server.services.credentials import sign_anew
from server.services.district import District, draft_act
from server.services.rosters import publish_roster

_FILES: Final = {CREDENTIAL: "credential-keys", LOG: "log-keys"}


@dataclass(frozen=True)
class Succession:
    """What a change of the key did; ``badges`` were signed anew and are to be printed again."""

    before: str
    now: str
    compromised: bool = False
    badges: tuple[Assessor, ...] = ()


def rotate_key(district: District, actor: Actor, *, compromised: bool = False) -> Succession:
    """Makes a new credential key, signed by the present one, which signs nothing more.

    Badges by the key before stay verifiable, unless it is declared ``compromised``: then none of them counts
    any more. Every badge that still counts is signed by the new key, to be printed when there is time.
    """
    check_may(actor, "credential.rotate")
    with district.casebook.turn:
        before, now = _follow(district, actor, CREDENTIAL, compromised=compromised)
        badges = sign_anew(district)
    publish_roster(district)
    return Succession(before, now, compromised, tuple(badges))


def rotate_log_key(district: District, actor: Actor) -> Succession:
    """Makes a new log key, signed by the present one, which signs nothing more.

    What a log key signed in its time counts for good: heads, papers, tasks, published versions. A head it
    signs later is a forged one.
    """
    check_may(actor, "credential.rotate")
    with district.casebook.turn:
        before, now = _follow(district, actor, LOG)
    publish_roster(district)
    return Succession(before, now)


def _follow(district: District, actor: Actor, name: str, *, compromised: bool = False) -> tuple[str, str]:
    """The names of the key before and of the one that signs from now on, which the record says as well."""
    links = _write_successor(district, name, compromised=compromised)
    facts = {"previous": links[-2].kid, "kid": links[-1].kid, "compromised": compromised}
    acts = district.casebook.read(_FILES[name])
    draft = draft_act(actor, "credential.rotate", "key_followed", facts)
    district.casebook.append(draft, _FILES[name], acts[-1] if acts else None, policy=district.policy.key)
    return links[-2].kid, links[-1].kid


def _write_successor(district: District, name: str, *, compromised: bool) -> list[Link]:
    """Writes the chain with its new link; from then on the successor is the key."""
    keys, now = district.keys, district.now()
    links = read_links(keys, name)
    successor = next_link(FileSigner(keys.present(name)), make_successor(keys.folder, name), now)
    if compromised:
        links[-1] = replace(links[-1], compromised=format_instant(now))
    links = [*links, successor]
    write_links(keys, links, name)
    finish_succession(keys.folder, name)
    return links
