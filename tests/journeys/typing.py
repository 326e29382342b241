"""Typing with a Chinese input method, as Chromium gets it from one."""

from __future__ import annotations

from playwright.sync_api import CDPSession, Page


class InputMethod:
    """An input method at the field that has the focus."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._session: CDPSession = page.context.new_cdp_session(page)

    def compose(self, syllables: str) -> None:
        """Types syllables, letter by letter, without choosing characters yet."""
        for end in range(1, len(syllables) + 1):
            self._session.send(
                "Input.imeSetComposition",
                {"text": syllables[:end], "selectionStart": end, "selectionEnd": end},
            )

    def choose(self, characters: str) -> None:
        """Chooses the characters the syllables stand for."""
        self._session.send("Input.insertText", {"text": characters})

    def write(self, *words: tuple[str, str]) -> None:
        for syllables, characters in words:
            self.compose(syllables)
            self.choose(characters)
