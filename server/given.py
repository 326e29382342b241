"""What an administrator has written down for every start: a settings file, and the environment above it.

An option on the command line comes before both. The table below is the whole of it; ``docs/settings.md``
says the same, and a test keeps the two alike. Nothing else of Ruhu reads the environment, except for the
language of whoever runs a command.
"""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from server.errors import Refusal

FILE: Final = "RUHU_SETTINGS"  # the environment variable that names the file
_FOR_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True)
class Setting:
    """One thing that can be written down: ``name`` in the file, ``variable`` in the environment.

    ``option`` is what says the same on the command line; empty where nothing does, because it is a secret.
    """

    name: str
    option: str
    about: str
    kind: type = str
    secret: bool = False

    @property
    def variable(self) -> str:
        return f"RUHU_{self.name.upper()}"


SETTINGS: Final = (
    Setting("data", "--data", "the data folder"),
    Setting("couchdb", "--couchdb", "an Apache CouchDB instead of the own store", secret=True),
    Setting("prefix", "--prefix", "begins the name of every database of this district"),
    Setting("host", "--host", "the address to listen on"),
    Setting("port", "--port", "the port to listen on", int),
    Setting("tls", "--tls", "certificate and key, to serve HTTPS without a proxy", list),
    Setting("behind_proxy", "--behind-proxy", "a proxy in front ends HTTPS and sets X-Forwarded-*", bool),
    Setting("public_url", "--public-url", "the address residents and tablets are given"),
    Setting("max_document_size", "--max-document-size", "bytes of the own store's largest document", int),
    Setting("log", "--log", "how the log of requests is written: text, json or none"),
    Setting("codes_of", "--codes-of", "posts that must give a telephone's code at sign-in, or none", list),
    Setting(
        "confirm_minutes",
        "--confirm-minutes",
        "how long a password counts before an act that cannot be undone asks for it again",
        int,
    ),
    Setting("smtp", "--smtp", "the server that mails the head of each day"),
    Setting("smtp_password", "", "its password", secret=True),
    Setting("mail_from", "--mail-from", "whom that mail is from"),
    Setting("mail_to", "--mail-to", "whom it goes to, outside the district's reach", list),
)
_BY_NAME: Final = {setting.name: setting for setting in SETTINGS}


def read_given(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """What is given by name: text, whole numbers, true or false, lists of text.

    Refuses (``run.settings``) a file that is not there, is no TOML, names what there is no setting for, or
    holds a secret that other users of the machine can read; and a value of another kind than is asked for.
    """
    given = _read_file(Path(environment[FILE])) if environment.get(FILE) else {}
    for setting in SETTINGS:
        text = environment.get(setting.variable)
        if text:
            given[setting.name] = _from_text(setting, text)
    return given


def _read_file(path: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(path.read_text("utf-8"))
        mode = path.stat().st_mode
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refusal("run.settings", why=f"{path}: {error}") from error
    for name, value in content.items():
        _check(path, name, value)
    if mode & _FOR_OTHERS and any(_BY_NAME[name].secret for name in content):
        raise Refusal("run.settings", why=f"{path}: chmod 600")
    return content


def _check(path: Path, name: str, value: object) -> None:
    setting = _BY_NAME.get(name)
    if setting is None:
        near = get_close_matches(name, _BY_NAME, n=1)
        raise Refusal("run.settings", why=f"{path}: {name}" + (f" → {near[0]}" if near else ""))
    is_text = not isinstance(value, list) or all(isinstance(each, str) for each in value)
    if type(value) is not setting.kind or not is_text:
        raise Refusal("run.settings", why=f"{path}: {name}")


def _from_text(setting: Setting, text: str) -> Any:
    read = _READERS.get(setting.kind, str)
    try:
        return read(text)
    except (ValueError, KeyError) as error:
        raise Refusal("run.settings", why=f"{setting.variable}={text}") from error


_READERS: Final[dict[type, Callable[[str], Any]]] = {
    int: int,
    list: str.split,
    bool: {"true": True, "1": True, "false": False, "0": False}.__getitem__,
}
