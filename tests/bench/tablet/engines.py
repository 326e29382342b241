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
# The page a process is started on, before the page that is timed.
_BEFORE: Final = {"/before.html": b"<!doctype html><title>.</title>"}
_PAGE: Final = (
    '<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
)
_ENKETO_PAGE: Final = (
    f'{_PAGE}<link rel="stylesheet" href="/enketo.css">'
    '<script type="module" src="/enketo.js"></script></head>'
    '<body><div class="main"><main class="paper"></main></div></body></html>'
)


@dataclass(frozen=True)
class Engine:
    """``total`` is a JavaScript expression: the household's income as the page shows it, a number or NaN.

    ``opened`` holds once the first section can be answered. ``incomes`` is the place on the site where
    incomes are asked, ``reach`` what shows those of the first member, ``field`` the selector of their first
    amount. ``code`` is its script and its styles.
    """

    name: str
    opened: str
    total: str
    incomes: str
    reach: str
    field: str
    code: tuple[bytes, ...]
    blank: Site
    draft: Site

    def ready(self, *, drafted: bool) -> str:
        return f"({self.opened}) && ({self.total}) === {total_yuan()}" if drafted else self.opened


@contextmanager
def open_engines(browser: Browser) -> Iterator[list[Engine]]:
    """Ours first, then its peer, each serving the form empty and as a draft."""
    with ExitStack() as stack, tempfile.TemporaryDirectory() as scratch:
        workbook = write_hundred(Path(scratch))
        definition = dict(compile_workbook(workbook))
        form = _transformed(browser, Path(scratch), to_xform(workbook))
        yield [open_ruhu(stack, definition), _open_enketo(stack, form, write_instance(definition, draft()))]


def open_ruhu(stack: ExitStack, definition: dict[str, Any]) -> Engine:
    """The page of ``ruhu form preview``: the tablet's own screens over a form, without its databases."""
    code = {
        "/": (STATIC / "app" / "preview.html").read_bytes(),
        **files_below(STATIC / "build", "/static/build/"),
        **files_below(STATIC / "icons", "/static/icons/"),
    }
    blank = {"definition": definition, "problems": [], "record": {}}
    return Engine(
        RUHU,
        opened="document.querySelector('.form .section > *') && document.querySelector('.foot .sum b')",
        total="Number(document.querySelector('.foot .sum b').textContent.replace(/[^0-9.]/g, '') || NaN)",
        incomes="#/section/2",
        reach="document.querySelector('.card-row .person button').click()",
        code=(code["/static/build/preview.js"], code["/static/build/tablet.css"]),
        field="[id='f-member[m0].income[i0-0].amount']",
        blank=_open_site(stack, code, "/definition.json", blank),
        draft=_open_site(stack, code, "/definition.json", {**blank, "record": {"answers": draft()}}),
    )


def _open_enketo(stack: ExitStack, form: dict[str, Any], instance: str) -> Engine:
    code = form.pop("code")
    return Engine(
        ENKETO,
        opened="document.querySelector('main[data-opened] .question')",
        total="Number(document.querySelector('[name=\"/data/opinion_section/income_total\"]').value || NaN)",
        incomes="",
        reach="",
        code=(code["/enketo.js"], code["/enketo.css"]),
        field="[name='/data/members/member/income/amount']",
        blank=_open_site(stack, code, "/form.json", form),
        draft=_open_site(stack, code, "/form.json", {**form, "instance": instance}),
    )


def _open_site(stack: ExitStack, code: Mapping[str, bytes], at: str, form: Any) -> Site:
    return stack.enter_context(Site({**code, **_BEFORE, at: json.dumps(form, ensure_ascii=False).encode()}))


def _transformed(browser: Browser, scratch: Path, xform: str) -> dict[str, Any]:
    """The peer's code, and the form as enketo-transformer makes it: in the browser, whose XSLT it uses."""
    out = scratch / "enketo"
    subprocess.run(["node", str(PEERS / "build.mjs"), str(out)], check=True)
    code = files_below(out, "/")
    page = {"/": b'<!doctype html><script type="module" src="/transform.js"></script>'}
    with Site({**code, **page}) as site, browser.page() as tab:
        tab.goto(site.url)
        tab.wait_for_function("() => Boolean(globalThis.transform)")
        form = tab.evaluate("(xform) => transform(xform)", xform)
    return {**form, "code": {**code, "/": _ENKETO_PAGE.encode()}}
