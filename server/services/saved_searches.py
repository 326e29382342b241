"""Searches a person keeps under a name, for themselves alone.

The end of an identity number is not kept with one: it finds one family, once, and is on the record.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.records.entries import SavedSearch
from server.services.district import District
from server.services.searches import Asked

MANY: Final = 30
LONG: Final = 40


def list_saved(district: District, actor: Actor) -> list[SavedSearch]:
    """A person's own searches, by name."""
    check_may(actor, "case.read")
    return sorted(district.office.every(SavedSearch, f"{actor.user_id}:"), key=lambda each: each.name)


def save_search(district: District, actor: Actor, name: str, asked: Asked) -> SavedSearch:
    """Keeps what was asked for; the same name again is the newer search."""
    check_may(actor, "case.read")
    filters = replace(asked, tail="").named
    if not filters:
        raise Refusal("search.empty")
    named, saved = _check_name(name), list_saved(district, actor)
    same = next((each for each in saved if each.name == named), None)
    if same is None and len(saved) >= MANY:
        raise Refusal("search.many")
    entry_id = same.id if same else f"{actor.user_id}:{district.new_salt()}"
    entry = SavedSearch(entry_id, named, filters)
    district.office.save(entry)
    return entry


def rename_search(district: District, actor: Actor, entry_id: str, name: str) -> None:
    own = _get_own(district, actor, entry_id)
    named = _check_name(name)
    district.office.change(SavedSearch, own.id, lambda stored: replace(stored, name=named))


def delete_search(district: District, actor: Actor, entry_id: str) -> None:
    """Forgets one of one's own searches; one that is gone already is gone."""
    district.office.delete(_get_own(district, actor, entry_id))


def _get_own(district: District, actor: Actor, entry_id: str) -> SavedSearch:
    """The search of a person; somebody else's is not there for them."""
    check_may(actor, "case.read")
    if not entry_id.startswith(f"{actor.user_id}:"):
        raise Refusal("record.missing", document=f"saved-search:{entry_id}")
    return district.office.get(SavedSearch, entry_id)


def _check_name(name: str) -> str:
    named = " ".join(name.split())
    if not named or len(named) > LONG:
        raise Refusal("search.name")
    return named
