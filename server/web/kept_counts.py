"""The limits of Flask-Limiter, counted where they outlast a restart (https://limits.readthedocs.io)."""

from __future__ import annotations

from typing import Any, Final

from limits.storage import Storage

from server.records.counts import Counts

KEPT: Final = "ruhu://"  # what the settings of the limits call it by
_SCHEMES: Final = [KEPT.partition(":")[0]]


class KeptCounts(Storage):
    """``counts`` comes with the application's settings, ``RATELIMIT_STORAGE_OPTIONS``."""

    STORAGE_SCHEME = _SCHEMES

    def __init__(self, uri: str | None = None, *, counts: Counts, **options: Any) -> None:
        super().__init__(uri, **options)
        self.counts = counts

    @property
    def base_exceptions(self) -> type[Exception]:
        return OSError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        return self.counts.add(key, expiry, amount)

    def get(self, key: str) -> int:
        return self.counts.find(key)[0]

    def get_expiry(self, key: str) -> float:
        return self.counts.find(key)[1]

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        return self.counts.forget_all()

    def clear(self, key: str) -> None:
        self.counts.forget(key)
