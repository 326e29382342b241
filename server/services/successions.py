"""A credential key is followed by another, introduced by the one before it (design §4, S7-CRED-07)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from server.domain.days import format_instant
from server.domain.permission import Actor, check_may
from server.records.entries import Assessor
from server.records.key_chain import Link, next_link, read_links, write_links
from server.records.keys import FileSigner, finish_succession, make_successor
from server.services.credentials import sign_anew
from server.services.district import District, draft_act
from server.services.rosters import publish_roster

KEYS_FILE = "credential-keys"


@dataclass(frozen=True)
class Succession:
    """What a change of the key did; ``badges`` were signed anew and are to be printed again."""

    before: str
    now: str
    compromised: bool
    badges: tuple[Assessor, ...]


def rotate_key(district: District, actor: Actor, *, compromised: bool = False) -> Succession:
    """Makes a new credential key, signed by the present one, which signs nothing more.

    Badges by the key before stay verifiable, unless it is declared ``compromised``: then none of them counts
    any more. Every badge that still counts is signed by the new key, to be printed when there is time.
    """
    check_may(actor, "credential.rotate")
    with district.casebook.turn:
        links = _follow(district, compromised)
        facts = {"previous": links[-2].kid, "kid": links[-1].kid, "compromised": compromised}
        acts = district.casebook.read(KEYS_FILE)
        draft = draft_act(actor, "credential.rotate", "key_followed", facts)
        district.casebook.append(draft, KEYS_FILE, acts[-1] if acts else None, policy=district.policy.key)
        badges = sign_anew(district)
    publish_roster(district)
    return Succession(links[-2].kid, links[-1].kid, compromised, tuple(badges))


def _follow(district: District, compromised: bool) -> list[Link]:
    """Writes the chain with its new link; from then on the successor is the key."""
    keys, now = district.keys, district.now()
    links = read_links(keys)
    successor = next_link(FileSigner(keys.credential), make_successor(keys.folder), now)
    if compromised:
        links[-1] = replace(links[-1], compromised=format_instant(now))
    links = [*links, successor]
    write_links(keys, links)
    finish_succession(keys.folder)
    return links
