"""What every page must be: nested properly, ids unique, labels and links that lead somewhere."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"),
        *("source", "track", "wbr", "path", "use", "circle"),
    )
)
_REFERENCES = ("for", "aria-describedby", "aria-labelledby", "form", "list", "aria-controls")
_NAMED = frozenset({"input", "select", "textarea"})


class Page(HTMLParser):
    """A page as its parser meets it; ``faults`` says what is wrong with it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.wanted: list[tuple[str, str]] = []
        self.counts: dict[str, int] = {}
        self.faults: list[str] = []
        self.labelled: set[str] = set()
        self.controls: list[dict[str, str]] = []
        self.feed(html)
        self.close()
        self._conclude()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if not (tag == "title" and "svg" in self.open):  # that of a drawing is none of the page
            self.counts[tag] = self.counts.get(tag, 0) + 1
        self._note_references(tag, attributes)
        self._refuse_inline(tag, attributes)
        if len(attributes) < len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        if tag == "form" and "form" in self.open:
            self.faults.append("a form inside a form")
        if tag in _NAMED and attributes.get("type") not in ("hidden", "submit"):
            self.controls.append(attributes | {"inside_label": "yes" if "label" in self.open else ""})
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-3:]}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def _note_references(self, tag: str, attributes: dict[str, str]) -> None:
        if "id" in attributes:
            self.ids.append(attributes["id"])
        for name in _REFERENCES:
            for target in attributes.get(name, "").split():
                self.wanted.append((f"{tag} {name}", target))
        if tag == "label" and "for" in attributes:
            self.labelled.add(attributes["for"])
        if tag == "a" and attributes.get("href", "").startswith("#"):
            self.wanted.append(("link", attributes["href"][1:]))

    def _refuse_inline(self, tag: str, attributes: dict[str, str]) -> None:
        for name in attributes:
            if name == "style" or name.startswith("on"):
                self.faults.append(f"<{tag} {name}=…> is inline")
        if tag == "style" or (tag == "script" and "src" not in attributes):
            self.faults.append(f"<{tag}> is inline")
        if tag == "img" and "alt" not in attributes:
            self.faults.append(f"an image without words: {attributes.get('src')}")

    def _conclude(self) -> None:
        if self.open:
            self.faults.append(f"left open: {self.open}")
        repeated = sorted({name for name in self.ids if self.ids.count(name) > 1})
        self.faults += [f"id {name} is there twice" for name in repeated]
        self.faults += [
            f"{what} points at no #{target}" for what, target in self.wanted if target not in self.ids
        ]
        for one in ("title", "main", "h1"):
            if self.counts.get(one, 0) != 1:
                self.faults.append(f"{self.counts.get(one, 0)} × <{one}>")
        for control in self.controls:
            named = control["inside_label"] or control.get("aria-label") or control.get("id") in self.labelled
            if not named:
                self.faults.append(f"a control without a label: {control.get('name')}")


def check_page(html: str, where: str) -> None:
    """Refuses a page that is not well made."""
    faults = [] if html.startswith("<!doctype html>") else ["no doctype"]
    faults += Page(html).faults
    if '<html lang="zh-CN"' not in html and '<html lang="en"' not in html:
        faults.append("no language")
    assert not faults, f"{where}: {faults}"
