"""``make lint``: whether a pinned package has a known vulnerability, asked of PyPI and of npm.

A vulnerability fails. A register that cannot be asked, because this machine is off the network or a mirror
has no such service, is one line and passes: what was not asked is never called sound. The peers of the tests
(``tests/peers``, ``tests/bench/tablet/peers``) are other people's programs and no part of what is served.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
PINS: Final = ROOT / ".lock" / "dev.txt"  # what runs, and what it is tested with
NPM: Final = (ROOT / "static", ROOT / ".lock" / "fonts")
_SECONDS: Final = 120
_PIP_AUDIT: Final = ("--format", "json", "--desc", "off", "--progress-spinner", "off", "--disable-pip")
_NPM_AUDIT: Final = (
    "npm",
    "audit",
    "--json",
    "--package-lock-only",
    "--fetch-retries=0",
    "--fetch-timeout=15000",
)


@dataclass(frozen=True)
class Audit:
    """What a register said: the vulnerabilities it knows; ``asked`` of ``all`` packages it knew."""

    register: str
    known: tuple[str, ...] = ()
    asked: int = 0
    all: int = 0

    def __str__(self) -> str:
        if self.known:
            return "\n".join(f"{self.register}: {each}" for each in self.known)
        if not self.asked:
            return f"{self.register}: not audited, its register of vulnerabilities cannot be asked from here"
        rest = f", {self.all - self.asked} could not be asked" if self.asked < self.all else ""
        return f"{self.register}: no known vulnerability in {self.asked} packages{rest}"


def audit_python(pins: Path = PINS, options: Sequence[str] = ()) -> Audit:
    """By pip-audit; ``options`` name another service than PyPI's own."""
    program = Path(sys.executable).parent / "pip-audit"
    answer = _run([str(program), *_PIP_AUDIT, "--requirement", str(pins), *options], ROOT)
    packages = answer.get("dependencies", [])
    known = tuple(_python_line(each, one) for each in packages for one in each.get("vulns", ()))
    return Audit("PyPI", known, sum("vulns" in each for each in packages), len(packages))


def _python_line(package: dict[str, Any], found: dict[str, Any]) -> str:
    fixed = ", ".join(found["fix_versions"]) or "no version yet"
    return f"{package['name']} {package['version']} has {found['id']}, fixed in {fixed}"


def audit_node(folder: Path, options: Sequence[str] = ()) -> Audit:
    """By ``npm audit`` over a lock file, without what it would install."""
    answer = _run([*_NPM_AUDIT, *options], folder)
    register = f"npm ({folder.name})"
    if "auditReportVersion" not in answer:
        return Audit(register)
    known = tuple(
        f"{name} has {found['url']}, {found['title']} ({found['severity']})"
        for name, each in sorted(answer["vulnerabilities"].items())
        for found in each["via"]
        if isinstance(found, dict)  # a name there is another package of this list
    )
    total = answer["metadata"]["dependencies"]["total"]
    return Audit(register, known, total, total)


def _run(command: Sequence[str], folder: Path) -> dict[str, Any]:
    """What a program answers as JSON; nothing where it does not come to an answer."""
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=_SECONDS
        )
        answer = json.loads(done.stdout)
    except (OSError, subprocess.TimeoutExpired, json.JSONDecodeError):
        return {}
    return answer if isinstance(answer, dict) else {}


def audits() -> Iterator[Audit]:
    yield audit_python()
    for folder in NPM:
        yield audit_node(folder)


def main() -> int:
    done = list(audits())
    for audit in done:
        print(audit)
    return 1 if any(audit.known for audit in done) else 0


if __name__ == "__main__":
    sys.exit(main())
