"""``ruhu serve`` and ``ruhu couch``: processes that listen."""

from __future__ import annotations

import argparse
import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from pkgutil import resolve_name
from types import MappingProxyType
from typing import Any, Final

from server.bodies import WSGIApp
from server.commands.options import add_couchdb, add_verb, choose, read_settings
from server.commands.verbs import ABOUT
from server.domain.permission import ROLES
from server.errors import Refusal
from server.given import read_given
from server.logs import KINDS, log_requests, write_logs
from server.opening import STORE, check_keys, check_store, hold_folder, usable
from server.records.keys import open_keys
from server.serving import serve
from server.settings import (
    DEFAULT_CODES_OF,
    DEFAULT_CONFIRM_MINUTES,
    DEFAULT_DOCUMENT_BYTES,
    DEFAULT_PORT,
    Mailing,
    Settings,
    check_safe,
    read_mailing,
)
from sync.embedded.access import Access
from sync.embedded.app import create_store_app
from sync.embedded.http import MAX_JSON_BYTES
from sync.embedded.store import open_store

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


def add_to(verbs: Any) -> None:
    _add_serve(verbs)
    _add_couch(verbs)


def _add_serve(verbs: Any) -> None:
    parser = add_verb(
        verbs,
        "serve",
        run_serve,
        about=ABOUT["serve"],
        example="ruhu serve --data .demo --port 8000",
    )
    add_couchdb(parser)
    _add_listening(parser, DEFAULT_PORT, read_given())
    parser.add_argument(
        "--public-url",
        metavar="URL",
        default=read_given().get("public_url"),
        help="the address residents and tablets are given, e.g. https://dibao.example",
    )
    parser.add_argument(
        "--log",
        choices=KINDS,
        default=read_given().get("log", "none"),
        help="a line for each request on standard error; failures are always written (none)",
    )
    parser.add_argument("--demo", action="store_true", help="say on every page that the data is made up")
    parser.add_argument(
        "--reading",
        action="store_true",
        help="answer what changes nothing, beside the process that writes (with --couchdb)",
    )
    parser.add_argument(
        "--codes-of",
        metavar="POST",
        nargs="+",
        choices=(*ROLES, "none"),
        default=read_given().get("codes_of"),
        help="posts that must give a telephone's code at sign-in, or none"
        f" ({' '.join(DEFAULT_CODES_OF)}; with --demo none)",
    )
    parser.add_argument(
        "--confirm-minutes",
        metavar="N",
        type=int,
        default=read_given().get("confirm_minutes", DEFAULT_CONFIRM_MINUTES),
        help="how long a password counts before an act that cannot be undone asks for it again"
        f" ({DEFAULT_CONFIRM_MINUTES})",
    )
    _add_mailing(parser)
    parser.add_argument(
        "--hooks-to-this-machine",
        action="store_true",
        help="let registered systems be told on this machine's own addresses, also in the clear",
    )


def _add_couch(verbs: Any) -> None:
    parser = add_verb(
        verbs,
        "couch",
        run_couch,
        about=ABOUT["couch"],
        example="ruhu couch --data .store --port 5984 --admin admin:secret",
    )
    _add_listening(parser, 5984)
    parser.add_argument(
        "--admin", required=True, metavar="USER:PASSWORD", help="who administers the store (basic auth)"
    )


def run_serve(options: argparse.Namespace) -> int:
    """Serves until it is told to stop."""
    settings = read_settings(
        options,
        host=options.host,
        port=options.port,
        tls=tuple(options.tls) if options.tls else None,
        behind_proxy=options.behind_proxy,
        url=options.public_url,
        demo=options.demo,
        reading=options.reading,
        max_document_bytes=options.max_document_size,
        mailing=_read_mailing(options),
        hooks_to_this_machine=options.hooks_to_this_machine,
        codes_of=read_codes_of(options.codes_of, demo=options.demo),
        confirm_minutes=options.confirm_minutes,
    )
    check_safe(settings)
    with nullcontext() if settings.reading else hold_folder(settings):
        check_port(settings.host, settings.port)
        check_keys(settings.data)
        with usable(settings.data):
            open_keys(settings.data / "keys")
        if not settings.couchdb:
            check_store(settings.data)
        print(choose(f"入户：{settings.public_url}", f"Ruhu: {settings.public_url}"), flush=True)
        serve(
            partial(load_server, settings, options.log),
            host=settings.host,
            port=settings.port,
            tls=settings.tls,
        )
    return 0


def run_couch(options: argparse.Namespace) -> int:
    """Serves the store alone until it is told to stop."""
    user, colon, password = options.admin.partition(":")
    if not (user and colon and password):
        raise Refusal("run.argument", why="--admin USER:PASSWORD")
    settings = Settings(
        data=options.data,
        host=options.host,
        port=options.port,
        tls=tuple(options.tls) if options.tls else None,
        behind_proxy=options.behind_proxy,
        max_document_bytes=options.max_document_size,
    )
    check_safe(settings)
    with hold_folder(settings):
        check_port(settings.host, settings.port)
        check_store(settings.data)
        loader = partial(load_store, settings, user, password)
        serve(loader, host=settings.host, port=settings.port, tls=settings.tls)
    return 0


def check_port(host: str, port: int) -> None:
    """Refuses a port somebody else listens on: the server would share it and answer every other request."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refusal("run.port", host=host, port=port, why=error.strerror) from error


def load_server(settings: Settings, log: str) -> WSGIApp:
    """The server's application, in the process that serves it; no other verb pays for its pages."""
    write_logs(log)
    load: Callable[[Settings], WSGIApp] = resolve_name("server.app:load_app")
    return log_requests(load(settings))


def load_store(settings: Settings, user: str, password: str) -> WSGIApp:
    """The store's application, in the process that serves it; its parent has checked the store."""
    store = open_store(settings.data / STORE, max_document_bytes=settings.max_document_bytes, check=False)
    return create_store_app(store, Access(admins={user: password}))


def _add_listening(parser: argparse.ArgumentParser, port: int, given: Mapping[str, Any] = _NOTHING) -> None:
    """``given``: what is written down for the server; the store alone takes none of it."""
    host = given.get("host", "127.0.0.1")
    parser.add_argument("--host", default=host, help="the address to listen on (this machine only)")
    parser.add_argument(
        "--port", type=read_port, default=str(given.get("port", port)), help=f"the port to listen on ({port})"
    )
    parser.add_argument(
        "--tls",
        nargs=2,
        type=Path,
        default=[Path(path) for path in given.get("tls", [])] or None,
        metavar=("CERT", "KEY"),
        help="serve HTTPS with this certificate and key",
    )
    parser.add_argument(
        "--behind-proxy",
        action="store_true",
        default=given.get("behind_proxy", False),
        help="a proxy in front ends HTTPS and sets X-Forwarded-*",
    )
    parser.add_argument(
        "--max-document-size",
        type=read_size,
        default=str(given.get("max_document_size", DEFAULT_DOCUMENT_BYTES)),
        metavar="BYTES",
        help=f"the largest document the embedded store takes, without attachments ({DEFAULT_DOCUMENT_BYTES})",
    )


def _add_mailing(parser: argparse.ArgumentParser) -> None:
    given = read_given()
    parser.add_argument(
        "--smtp",
        metavar="URL",
        default=given.get("smtp"),
        help="the server that mails the head of each day: smtps://user@host:465, or smtp://host:587 with"
        " STARTTLS; the password is in RUHU_SMTP_PASSWORD",
    )
    parser.add_argument(
        "--mail-from", metavar="ADDRESS", default=given.get("mail_from"), help="whom the mail is from"
    )
    parser.add_argument(
        "--mail-to",
        metavar="ADDRESS",
        nargs="+",
        default=given.get("mail_to", []),
        help="the auditor, outside the district's reach; one address or several",
    )


def _read_mailing(options: argparse.Namespace) -> Mailing | None:
    password = read_given().get("smtp_password", "")
    return read_mailing(options.smtp, options.mail_from, options.mail_to, password)


def read_codes_of(given: Sequence[str] | None, *, demo: bool) -> tuple[str, ...]:
    """The posts a second factor is demanded of; refuses one there is not (argparse sees options alone)."""
    if given is None:
        return () if demo else DEFAULT_CODES_OF
    for post in given:
        if post not in (*ROLES, "none"):
            raise Refusal("run.argument", why=f"codes_of: {post}")
    return tuple(post for post in given if post != "none")


def read_size(text: str) -> int:
    """A number of bytes; argparse turns the error into its complaint."""
    size = int(text)
    if not 0 < size <= MAX_JSON_BYTES:
        raise ValueError(text)
    return size


def read_port(text: str) -> int:
    """A port number; argparse turns the error into its complaint."""
    port = int(text)
    if not 0 < port < 65536:
        raise ValueError(text)
    return port
