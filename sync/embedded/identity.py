"""Who is asking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sync.embedded.errors import Forbidden, Unauthorized
from sync.write_rules import ADMIN_ROLE


@dataclass(frozen=True, slots=True)
class Identity:
    """``how``: the handler that recognised them (as ``_session`` names it); ``expires_at``: Unix seconds."""

    name: str | None = None
    roles: tuple[str, ...] = ()
    how: str | None = None
    expires_at: float | None = None

    def has_expired(self, now: float) -> bool:
        return self.expires_at is not None and self.expires_at <= now

    @property
    def is_admin(self) -> bool:
        return ADMIN_ROLE in self.roles


NOBODY = Identity()
IN_PROCESS = Identity("server", (ADMIN_ROLE,), "in-process")


def check_server_admin(identity: Identity) -> None:
    if not identity.is_admin:
        raise Unauthorized("You are not a server admin.")


def check_member(identity: Identity, security: Mapping[str, Any]) -> None:
    """Members and admins of a database read and write it; without ``_security`` only server admins do.

    https://docs.couchdb.org/en/stable/api/database/security.html (since 3.0 new databases are admin-only)
    """
    if identity.is_admin or _listed(identity, security, "admins") or _listed(identity, security, "members"):
        return
    if _is_public(security):
        return
    if identity.name is None:
        raise Unauthorized("You are not authorized to access this db.")
    raise Forbidden("You are not allowed to access this db.")


def check_database_admin(identity: Identity, security: Mapping[str, Any]) -> None:
    """The settings and the design of a database are its admins' to write."""
    if is_database_admin(identity, security):
        return
    reason = "You are not a db or server admin."
    raise Unauthorized(reason) if identity.name is None else Forbidden(reason)


def is_database_admin(identity: Identity, security: Mapping[str, Any]) -> bool:
    return identity.is_admin or _listed(identity, security, "admins")


def _listed(identity: Identity, security: Mapping[str, Any], group: str) -> bool:
    names = _members(security) if group == "members" else security.get(group, {})
    listed_roles = set(names.get("roles", [])) & set(identity.roles)
    return bool(listed_roles) or (identity.name is not None and identity.name in names.get("names", []))


def _members(security: Mapping[str, Any]) -> Mapping[str, Any]:
    """``readers`` is their name from before CouchDB 1.2."""
    found: Mapping[str, Any] = security.get("members", security.get("readers", {}))
    return found


def _is_public(security: Mapping[str, Any]) -> bool:
    """A ``members`` section that somebody emptied on purpose opens the database to everybody."""
    members = _members(security)
    emptied = not members.get("names") and not members.get("roles")
    return emptied and not security.keys().isdisjoint(("members", "readers"))


DEFAULT_SECURITY: Mapping[str, Any] = {
    "members": {"roles": [ADMIN_ROLE]},
    "admins": {"roles": [ADMIN_ROLE]},
}
