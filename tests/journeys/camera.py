"""What the tablet's camera sees: a film of stills, shown by Chromium as if a camera filmed it."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import qrcode
from PIL import Image, ImageDraw
from qrcode.constants import ERROR_CORRECT_M

FRAME = (1280, 720)
# Chromium plays a film of JPEG frames at thirty a second, from its start when the camera opens.
_FRAMES_A_STILL = 40


def film(stills: Sequence[Image.Image], path: Path, frames: int = _FRAMES_A_STILL) -> Path:
    """Each still for ``frames`` (by default a little more than a second), then from the start again."""
    with path.open("wb") as out:
        for still in stills:
            framed = _framed(still)
            for frame in range(frames):
                out.write(_jpeg(_moved(framed, frame)))
    return path


def photograph_page(pdf: bytes, folder: Path, name: str) -> Image.Image:
    """The first page of a printed paper, as a camera held over it sees it."""
    source = folder / f"{name}.pdf"
    source.write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "200", "-f", "1", "-l", "1", "-png", source, folder / name], check=True)
    return Image.open(next(folder.glob(f"{name}-*.png"))).convert("RGB")


def code(text: str) -> Image.Image:
    """A QR code on white paper, as a badge shows it."""
    drawn = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4, box_size=8)
    drawn.add_data(text)
    return drawn.make_image().get_image().convert("RGB")


def a_room() -> Image.Image:
    """A drawn room, to be photographed in the home."""
    room = Image.new("RGB", FRAME, "#b9b4a6")
    pen = ImageDraw.Draw(room)
    pen.rectangle((0, 560, 1280, 720), fill="#5e625c")
    pen.rectangle((160, 320, 620, 600), fill="#33393a")
    pen.rectangle((760, 120, 1080, 340), fill="#e3e9ea")
    return room


def _framed(still: Image.Image) -> Image.Image:
    fitted = still.copy()
    fitted.thumbnail(FRAME)
    frame = Image.new("RGB", FRAME, "#7c7566")
    frame.paste(fitted, ((FRAME[0] - fitted.width) // 2, (FRAME[1] - fitted.height) // 2))
    return frame


def _moved(still: Image.Image, frame: int) -> Image.Image:
    """No two frames are alike, as from a hand that is never quite still."""
    moved = still.copy()
    ImageDraw.Draw(moved).rectangle((8 * frame, 0, 8 * frame + 6, 6), fill="#ffffff")
    return moved


def _jpeg(frame: Image.Image) -> bytes:
    out = BytesIO()
    frame.save(out, "JPEG", quality=88)
    return out.getvalue()
