"""Chunks as something to read from, without holding more than one of them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Protocol


class Readable(Protocol):
    """A body as it comes: ``b""`` is its end."""

    def read(self, size: int = -1, /) -> bytes: ...

    def close(self) -> None: ...


class ChunkStream(io.RawIOBase):
    """``length``: how many bytes there will be, where it is known. Closing ends whoever makes the chunks."""

    def __init__(self, chunks: Iterable[bytes], length: int | None = None) -> None:
        super().__init__()
        self.length = length
        self._given = chunks
        self._chunks = iter(chunks)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        """At most ``size`` bytes, fewer where a chunk ends; without ``size`` all of them."""
        if size is None or size < 0:
            data, self._rest = self._rest + b"".join(self._chunks), b""
            return data
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._rest = chunk
        data, self._rest = self._rest[:size], self._rest[size:]
        return data

    def close(self) -> None:
        ends = getattr(self._given, "close", None)
        if ends is not None and not self.closed:
            ends()
        super().close()
