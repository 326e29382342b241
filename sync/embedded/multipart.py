"""Multipart bodies (RFC 2046 §5.1), read and written as streams."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message

from sync.embedded.errors import BadRequest

_MAX_HEADER_BYTES = 16_384


@dataclass(frozen=True, slots=True)
class Part:
    """``headers``: lower-case names. ``chunks`` must be read before the next part is asked for."""

    headers: Mapping[str, str]
    chunks: Iterator[bytes]

    @property
    def filename(self) -> str | None:
        return header_parameter(self.headers.get("content-disposition", ""), "filename")

    def read(self, limit: int) -> bytes:
        data = b""
        for chunk in self.chunks:
            data += chunk
            if len(data) > limit:
                raise BadRequest("a part of the multipart body is too large")
        return data


def header_parameter(value: str, name: str) -> str | None:
    """A parameter of a header such as ``boundary`` or ``filename``; None when it is not there."""
    message = Message()
    message["Content-Disposition"] = value
    found = message.get_param(name, header="Content-Disposition")
    if isinstance(found, tuple):
        return found[2]
    return found or None


def boundary_of(content_type: str) -> bytes:
    boundary = header_parameter(content_type, "boundary")
    if not boundary:
        raise BadRequest("the multipart body has no boundary")
    return boundary.encode("latin-1", "replace")


class MultipartReader:
    """Takes a stream apart without holding more than one chunk of it."""

    def __init__(self, chunks: Iterable[bytes], boundary: bytes) -> None:
        self._chunks = iter(chunks)
        self._delimiter = b"\r\n--" + boundary
        self._buffer = b"\r\n"  # a body may begin with its first delimiter

    def parts(self) -> Iterator[Part]:
        for _ in self._until_delimiter():
            pass
        while not self._at_end():
            headers = self._headers()
            body = self._until_delimiter()
            yield Part(headers, body)
            for _ in body:
                pass

    def _more(self) -> None:
        chunk = next(self._chunks, None)
        if chunk is None:
            raise BadRequest("the multipart body ends early")
        self._buffer += chunk

    def _until_delimiter(self) -> Iterator[bytes]:
        keep = len(self._delimiter) - 1
        while (found := self._buffer.find(self._delimiter)) < 0:
            ready = len(self._buffer) - keep
            if ready > 0:
                chunk, self._buffer = self._buffer[:ready], self._buffer[ready:]
                yield chunk
            self._more()
        chunk, self._buffer = self._buffer[:found], self._buffer[found + len(self._delimiter) :]
        if chunk:
            yield chunk

    def _at_end(self) -> bool:
        while len(self._buffer) < 2:
            self._more()
        return self._buffer.startswith(b"--")

    def _headers(self) -> dict[str, str]:
        while (end := self._buffer.find(b"\r\n\r\n")) < 0 and len(self._buffer) <= _MAX_HEADER_BYTES:
            self._more()
        if not 0 <= end <= _MAX_HEADER_BYTES:
            raise BadRequest("a part of the multipart body has too many headers")
        lines, self._buffer = self._buffer[:end], self._buffer[end + 4 :]
        return dict(_header(line) for line in lines.decode("utf-8", "replace").split("\r\n") if line.strip())


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon:
        raise BadRequest("a header of the multipart body is malformed")
    return name.strip().lower(), value.strip()


_BREAKS = re.compile(r"[\r\n]")


@dataclass(frozen=True, slots=True)
class OutPart:
    """A part to send: header lines and chunks."""

    headers: tuple[str, ...]
    chunks: Iterable[bytes]


def new_boundary() -> str:
    return secrets.token_hex(16)


def write_parts(boundary: str, parts: Iterable[OutPart]) -> Iterator[bytes]:
    """The body of a multipart message. No header reaches beyond its line, whatever a client named there."""
    for part in parts:
        yield f"--{boundary}\r\n{_lines(part.headers)}\r\n".encode()
        yield from part.chunks
        yield b"\r\n"
    yield f"--{boundary}--".encode()


def _lines(headers: Sequence[str]) -> str:
    """Hardly any header has a break inside: they are looked at together."""
    if _BREAKS.search("".join(headers)):
        headers = [_BREAKS.sub(" ", line) for line in headers]
    return "\r\n".join((*headers, ""))


def quoted(filename: str) -> str:
    """A file name inside quotation marks (RFC 2616 §2.2)."""
    return filename.replace("\\", "\\\\").replace('"', '\\"')
