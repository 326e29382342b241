"""The tree stays as the README's map shows it (design §8)."""

from __future__ import annotations

import json
import re

from tests.conventions.tree import ROOT, files, sources, texts

TOP_LEVEL = {
    *(".ci", ".gitignore", ".lock", "CHANGELOG.md", "Makefile", "README.md", "README.zh-CN.md"),
    *("docs", "forms", "pyproject.toml", "server", "static", "sync", "tests"),
}
MAX_LINES = 400
CATALOGUES = {"server/errors.py"}  # one entry after another, no logic: it may grow
# Put together here, so that this file does not hold what it looks for.
HOSTS = [
    ".".join(parts)
    for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("debian", "org"))
]
PLACES = ["/" + "/".join(parts) + "/" for parts in (("work", "main"), ("work", "shared"), ("tmp", "plan"))]
SHORTCUTS = ["TO" + "DO", "FIX" + "ME", "# no" + "qa", "type: ig" + "nore", "XX" + "X"]
DODGES = ["pytest.sk" + "ip", "mark.sk" + "ip", "mark.x" + "fail", "unittest.mo" + "ck", "importor" + "skip"]


def test_the_top_level_holds_only_what_the_map_shows() -> None:
    assert {path.parts[0] for path in files()} <= TOP_LEVEL


def test_no_source_file_is_long() -> None:
    long = {
        path.as_posix(): text.count("\n")
        for path, text in sources(".py", ".mjs", ".js", ".css", ".html", ".typ")
        if text.count("\n") > MAX_LINES and path.as_posix() not in CATALOGUES
    }
    assert long == {}


def test_no_file_names_a_registry_or_a_machine() -> None:
    named = [(path.as_posix(), word) for path, text in texts() for word in (*HOSTS, *PLACES) if word in text]
    assert named == []


def test_lock_files_hold_names_versions_and_hashes_only() -> None:
    for path in files():
        if path.name == "package-lock.json":
            packages = json.loads((ROOT / path).read_text(encoding="utf-8"))["packages"]
            assert [name for name, package in packages.items() if "resolved" in package] == []
        if path.parts[0] == ".lock" and path.suffix == ".txt":
            lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
            assert [line for line in lines if not _is_pin(line)] == []


def test_nothing_is_left_for_later_or_silenced() -> None:
    left = [
        (path.as_posix(), word)
        for path, text in sources(".py", ".mjs", ".js", ".css", ".html", ".typ", ".toml")
        for word in SHORTCUTS
        if re.search(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])", text)
    ]
    assert left == []


def test_no_test_is_skipped_or_run_on_stand_ins() -> None:
    dodged = [
        (path.as_posix(), word)
        for path, text in sources(".py", under="tests/")
        for word in DODGES
        if word in text
    ]
    assert dodged == []


def test_tests_stand_where_their_source_stands() -> None:
    own = {"conventions", "journeys", "vectors", "adversarial", "records_of_old", "bench", "static"}
    folders = {path.parent.relative_to("tests") for path in files() if path.match("tests/**/test_*.py")}
    astray = [folder.as_posix() for folder in folders if not _has_source(folder.parts, own)]
    assert astray == []


def _is_pin(line: str) -> bool:
    return bool(
        re.fullmatch(r"[a-z0-9._\[\]-]+==[^\s]+( ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line)
    )


def _has_source(parts: tuple[str, ...], own: set[str]) -> bool:
    return not parts or parts[0] in own or (ROOT / "/".join(parts)).is_dir()
