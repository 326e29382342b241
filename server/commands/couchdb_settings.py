"""What an Apache CouchDB must be told so that tablets can talk to it, and whether each node has been told.

Written in ``local.ini`` by hand, or through the configuration API of each node, which does the same while
CouchDB runs: https://docs.couchdb.org/en/stable/api/server/configuration.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from joserfc.jwk import ECKey

from server.records.keys import public_pem
from sync.couch import Couch

_HANDLERS: Final = (
    "cookie_authentication_handler",
    "jwt_authentication_handler",
    "default_authentication_handler",
)
# What PouchDB sends from a page of another origin (https://fetch.spec.whatwg.org/#http-cors-protocol).
_CORS: Final = {
    "credentials": "true",
    "methods": "GET, PUT, POST, HEAD, DELETE",
    "headers": "accept, authorization, content-type, origin, referer",
}


@dataclass(frozen=True)
class Setting:
    section: str
    key: str
    value: str


@dataclass(frozen=True)
class Lacking:
    """A node that holds something else (``found``; None: nothing) than ``setting`` asks for."""

    node: str
    setting: Setting
    found: str | None


def wanted_settings(token_key: ECKey, origin: str, nodes: int) -> list[Setting]:
    """What belongs into every node. ``origin``: where the tablets' page comes from; empty: the same.

    A CouchDB of one node is told so, and then makes its system databases by itself.
    """
    handlers = ", ".join(f"{{chttpd_auth, {name}}}" for name in _HANDLERS)
    pem = public_pem(token_key).replace("\n", "\\n")
    settings = [
        Setting("chttpd", "authentication_handlers", handlers),
        Setting("jwt_auth", "required_claims", "exp"),
        Setting("jwt_keys", f"ec:{token_key.thumbprint()}", pem),
    ]
    if nodes == 1:
        settings.append(Setting("couchdb", "single_node", "true"))
    if origin:
        settings.append(Setting("chttpd", "enable_cors", "true"))
        settings.append(Setting("cors", "origins", origin))
        settings += [Setting("cors", key, value) for key, value in _CORS.items()]
    return settings


def format_ini(settings: Sequence[Setting]) -> str:
    """The settings as they are written into ``local.ini``."""
    sections = dict.fromkeys(setting.section for setting in settings)
    parts = [
        "\n".join(
            [f"[{section}]", *(f"{one.key} = {one.value}" for one in settings if one.section == section)]
        )
        for section in sections
    ]
    return "\n\n".join(parts)


def find_lacking(couch: Couch, nodes: Sequence[str], settings: Sequence[Setting]) -> Iterator[Lacking]:
    """What each node still lacks; NotFound where a server cannot be configured this way."""
    for node in nodes:
        for setting in settings:
            found = couch.setting(node, setting.section, setting.key)
            if found != setting.value:
                yield Lacking(node, setting, found)


def apply_settings(couch: Couch, lacking: Sequence[Lacking]) -> None:
    """Writes what is lacking, and nothing else: a second run has nothing to do."""
    for one in lacking:
        couch.put_setting(one.node, one.setting.section, one.setting.key, one.setting.value)
