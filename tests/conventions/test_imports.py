"""Libraries stay where the design puts them (design §8); import-linter keeps our own layers."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path, PurePosixPath

from tests.conventions.tree import ROOT, sources

PURE = {"rfc8785", "msgspec", "stdnum", "server"}  # they write JSON and count check digits, no more
IMPURE_STANDARD = {
    "os",
    "pathlib",
    "random",
    "secrets",
    "socket",
    "sqlite3",
    "subprocess",
    "threading",
    "time",
    "urllib",
}
HOMES = {
    "flask": ("server/web/", "server/app.py", "sync/embedded/"),
    "flask_login": ("server/web/", "server/app.py"),
    "sqlite3": ("sync/embedded/", "server/records/cache"),
    "couchdb": ("sync/",),
    "typst": ("server/documents/",),
    "pyxform": ("forms/",),
}
STATIC_LAYERS = ("core", "data", "ui")


def test_rules_know_no_library_that_does_anything() -> None:
    allowed = (PURE | set(sys.stdlib_module_names)) - IMPURE_STANDARD
    strangers = [
        (path.as_posix(), name)
        for path, text in sources(".py", under="server/domain/")
        for name in _imported(text)
        if name not in allowed
    ]
    assert strangers == []


def test_each_library_is_used_only_at_home() -> None:
    abroad = [
        (path.as_posix(), name)
        for path, text in sources(".py")
        if path.parts[0] != "tests"
        for name in _imported(text)
        if name in HOMES and not path.as_posix().startswith(HOMES[name])
    ]
    assert abroad == []


def test_only_settings_read_the_environment() -> None:
    readers_allowed = (Path("server/settings.py"), Path("server/given.py"))
    readers = [
        path.as_posix()
        for path, text in sources(".py", under="server/")
        if re.search(r"\bos\.(environ|getenv)\b", text) and path not in readers_allowed
    ]
    assert readers == []


def test_scripts_import_one_way() -> None:
    """main → ui → data → core, workers → core: no module looks up."""
    upward = [
        (path.as_posix(), target)
        for path, text in sources(".mjs", ".js", under="static/app/")
        for target in _script_imports(text)
        if target.startswith(".") and _looks_up(path, target)
    ]
    assert upward == []


def test_only_the_data_scripts_touch_pouchdb() -> None:
    touching = [
        path.as_posix()
        for path, text in sources(".mjs", ".js", under="static/")
        if any("pouchdb" in target for target in _script_imports(text))
        and not path.as_posix().startswith("static/app/data/")
    ]
    assert touching == []


def test_the_service_worker_imports_nothing() -> None:
    workers = [text for path, text in sources(".js", ".mjs", under="static/") if path.stem.endswith("sw")]
    assert workers
    assert all(not _script_imports(text) and "importScripts" not in text for text in workers)


def _imported(text: str) -> set[str]:
    """Top names of the modules a Python source imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


def _script_imports(text: str) -> list[str]:
    """What a script imports: ``… from "x"``, ``import "x"`` and ``import("x")``."""
    named = re.findall(r"""^(?:import|export)\s[^;"']*?\bfrom\s+["']([^"']+)["']""", text, re.MULTILINE)
    return [*named, *re.findall(r"""\bimport\s*\(?\s*["']([^"']+)["']""", text)]


def _looks_up(path: Path, target: str) -> bool:
    source = _layer(PurePosixPath(path.as_posix()))
    reached = (ROOT / path.parent / target).resolve().relative_to(ROOT)
    layer = _layer(PurePosixPath(reached.as_posix()))
    if "workers" in (source, layer):
        return source == "workers" and layer not in ("workers", "core")
    if layer not in STATIC_LAYERS:
        return source in STATIC_LAYERS and reached.as_posix().startswith("static/app/")
    return source in STATIC_LAYERS and STATIC_LAYERS.index(layer) > STATIC_LAYERS.index(source)


def _layer(path: PurePosixPath) -> str:
    parts = path.parts
    return parts[2] if parts[:2] == ("static", "app") and len(parts) > 3 else ""
