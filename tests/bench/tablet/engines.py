"""The form engines that are measured: ours and enketo-core, each as a page that opens the same form."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from forms.compile import compile_workbook
from forms.xlsform import to_xform
from tests.bench.tablet.browser import Browser
from tests.bench.tablet.draft import draft, total_yuan, write_instance
from tests.bench.tablet.site import Site, files_below
from tests.forms.hundred_form import write_hundred

STATIC: Final = Path(__file__).parents[3] / "static"
PEERS: Final = Path(__file__).parent / "peers"
RUHU: Final = "ruhu"
ENKETO: Final = "enketo-core"
_PAGE: Final = '<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
_ENKETO_PAGE: Final = (
    f'{_PAGE}<link rel="stylesheet" href="/enketo.css"><script type="module" src="/enketo.js"></script></head>'
    '<body><div class="main"><main class="paper"></main></div></body></html>'
)


@dataclass(frozen=True)
class Engine:
    """``total`` is a JavaScript expression: the household's income as the page shows it, a number or NaN.

    ``opened`` holds once the first section can be answered; ``amount`` finds the field of the first income.
    """

    name: str
    blank: Site
    draft: Site
    opened: str
    total: str

    def ready(self, *, drafted: bool) -> str:
        return f"({self.opened}) && ({self.total}) === {total_yuan()}" if drafted else self.opened


@contextmanager
def open_engines(browser: Browser) -> Iterator[list[Engine]]:
    """Ours first, then its peer, each serving the form empty and as a draft."""
    with ExitStack() as stack, tempfile.TemporaryDirectory() as scratch:
        workbook = write_hundred(Path(scratch))
        definition = dict(compile_workbook(workbook))
        pages = [_ruhu(definition), _enketo(browser, to_xform(workbook), definition, Path(scratch))]
        yield [_engine(stack, *page) for page in pages]


def _engine(
    stack: ExitStack, name: str, parts: tuple[Mapping[str, bytes], ...], opened: str, total: str
) -> Engine:
    code, blank, drafted = parts
    sites = [stack.enter_context(Site({**code, **form, **_BLANK})) for form in (blank, drafted)]
    return Engine(name, *sites, opened=opened, total=total)


# The page a process is started on, before the page that is timed.
_BLANK: Final = {"/before.html": b"<!doctype html><title>.</title>"}


def _ruhu(definition: dict[str, Any]) -> tuple[str, tuple[Mapping[str, bytes], ...], str, str]:
    """The page of ``ruhu form preview``: the tablet's own screens over a form, without its databases."""
    code = {
        "/": (STATIC / "app" / "preview.html").read_bytes(),
        **files_below(STATIC / "build", "/static/build/"),
        **files_below(STATIC / "icons", "/static/icons/"),
    }
    blank = {"definition": definition, "problems": []}
    forms = ({"/definition.json": _json(each)} for each in (blank, {**blank, "answers": draft()}))
    opened = "document.querySelector('.form .section .q') && document.querySelector('.foot .sum b')"
    total = "Number(document.querySelector('.foot .sum b').textContent.replace(/[^0-9.]/g, '') || NaN)"
    return RUHU, (code, *forms), opened, total


def _enketo(
    browser: Browser, xform: str, definition: dict[str, Any], scratch: Path
) -> tuple[str, tuple[Mapping[str, bytes], ...], str, str]:
    out = scratch / "enketo"
    subprocess.run(["node", str(PEERS / "build.mjs"), str(out)], check=True)
    code = {"/": _ENKETO_PAGE.encode(), **files_below(out, "/")}
    form = _transformed(browser, code, xform)
    instance = write_instance(definition, draft())
    forms = ({"/form.json": _json(each)} for each in (form, {**form, "instance": instance}))
    opened = "document.querySelector('main[data-opened] .question')"
    total = "Number(document.querySelector('[name=\"/data/opinion_section/income_total\"]').value || NaN)"
    return ENKETO, (code, *forms), opened, total


def _transformed(browser: Browser, code: Mapping[str, bytes], xform: str) -> dict[str, str]:
    """The form as enketo-transformer makes it; in the browser, whose XSLT it uses."""
    page = {"/": b'<!doctype html><script type="module" src="/transform.js"></script>'}
    with Site({**code, **page}) as site, browser.page() as tab:
        tab.goto(site.url)
        tab.wait_for_function("() => Boolean(globalThis.transform)")
        return dict(tab.evaluate("(xform) => transform(xform)", xform))


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()
