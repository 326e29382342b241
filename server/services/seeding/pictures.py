"""Drawn pictures: doors, rooms, papers and faces, so that no photograph of anybody is needed.

Small JPEGs, each different from every other (the colours, the furniture and the grain are drawn by ``dice``).
"""

from __future__ import annotations

import io
import os
from typing import Final

from PIL import Image, ImageDraw

from server.services.seeding.dice import Dice

SIZE: Final = (480, 360)
PORTRAIT: Final = (240, 320)
MOSAIC: Final = (96, 72)
_WALLS: Final = ("#e8e0d0", "#d9e2e4", "#e6dccb", "#dfe5d8", "#e3d8d8", "#d8dbe3")
_FLOORS: Final = ("#a98f6d", "#8f8374", "#9a8f86", "#7f6f5c", "#b09a7c")
_WOODS: Final = ("#6b4a2f", "#5a4634", "#7b5a3a", "#804f33", "#4f4a44")
_CLOTHS: Final = ("#7a3f3f", "#3f5a7a", "#4f6f4a", "#6a5a7a", "#8a7a4a", "#47646a")
_SKINS: Final = ("#d8ad8a", "#c99a74", "#e0bb9a", "#b98a66")
_HAIRS: Final = ("#1d1a19", "#2b2624", "#4a4644", "#8a8784")


def draw_photo(kind: str, dice: Dice) -> bytes:
    """A JPEG of ``door``, ``room`` or ``paper``."""
    picture = Image.new("RGB", SIZE, dice.choice(_WALLS))
    draw = ImageDraw.Draw(picture)
    {"door": _door, "room": _room, "paper": _paper}[kind](draw, dice)
    return _jpeg(_lit(picture, dice), 62)


def draw_mosaic() -> bytes:
    """A small JPEG of chance, unlike every other: the photo of a home nobody looks into."""
    return _jpeg(Image.frombytes("L", (9, 8), os.urandom(72)).resize(MOSAIC, Image.Resampling.BICUBIC), 50)


def _lit(picture: Image.Image, dice: Dice) -> Image.Image:
    """Light and shadow fall on each home in another way, so that no two drawings look like one photo."""
    light = Image.frombytes("L", (9, 8), bytes(dice.randint(40, 255) for _ in range(72)))
    return Image.blend(picture, light.resize(SIZE, Image.Resampling.BICUBIC).convert("RGB"), 0.2)


def draw_notice(number: int) -> bytes:
    """A notice on a stairwell's wall, its lines told by its number; 0 is the wall once it was taken down."""
    picture = Image.new("RGB", SIZE, _WALLS[0])
    if number:
        draw = ImageDraw.Draw(picture)
        width, height = SIZE
        draw.rectangle((width // 4, height // 8, 3 * width // 4, 7 * height // 8), fill="#fbfaf5")
        draw.line((width // 4 + 12, height // 4, 3 * width // 4 - 12, height // 4), fill="#b3251e", width=3)
        for stroke in range(number % 12 + 2):
            y = height // 3 + stroke * height // 32
            draw.line((width // 3, y, 2 * width // 3 - number % 40, y), fill="#333333", width=2)
    return _jpeg(picture, 62)


def draw_portrait(dice: Dice) -> Image.Image:
    """A face on a plain ground, as a badge carries it."""
    picture = Image.new("RGB", PORTRAIT, "#dbe3e8")
    draw = ImageDraw.Draw(picture)
    skin, hair, cloth = dice.choice(_SKINS), dice.choice(_HAIRS), dice.choice(_CLOTHS)
    width = dice.randint(44, 54)
    draw.ellipse((30, 232, 210, 420), fill=cloth)
    draw.rectangle((104, 190, 136, 246), fill=skin)
    draw.ellipse((120 - width, 84, 120 + width, 212), fill=skin)
    fringe = dice.randint(18, 40)
    draw.chord((116 - width, 62, 124 + width, 170), 180 - fringe // 2, 360 + fringe // 2, fill=hair)
    for side in (-1, 1):
        draw.ellipse((120 + side * 22 - 6, 146, 120 + side * 22 + 6, 152), fill="#2a2320")
    draw.arc((104, 166, 136, 188), 20, 160, fill="#8a4a40", width=3)
    if dice.random() < 0.4:
        for side in (-1, 1):
            draw.ellipse((120 + side * 22 - 16, 136, 120 + side * 22 + 16, 162), outline="#33302e", width=2)
    return picture


def portrait_jpeg(portrait: Image.Image) -> bytes:
    """The portrait as the badge prints it."""
    return _jpeg(portrait, 82)


def draw_signature(dice: Dice) -> dict[str, object]:
    """Ink as a signature pad gives it: two or three characters, a few strokes each, within 300 × 120."""
    paths = [
        stroke
        for left in range(30, 30 + 80 * dice.randint(2, 3), 80)
        for stroke in _character(left + dice.randint(0, 14), dice)
    ]
    return {"width": 300, "height": 120, "paths": paths}


def _character(left: int, dice: Dice) -> list[str]:
    """Strokes as a brush pen runs: a line across, one down, and two that swing out below."""
    top, middle = dice.randint(18, 34), left + dice.randint(22, 34)
    across = f"M{left} {top + dice.randint(8, 18)}q{dice.randint(18, 28)} -9 {dice.randint(46, 58)} -4"
    down = f"M{middle} {top}c3 20 {dice.randint(-8, 6)} 38 {dice.randint(-14, 2)} {dice.randint(56, 72)}"
    left_swing = f"M{middle} {top + 30}q-8 26 -{dice.randint(22, 34)} {dice.randint(30, 40)}"
    right_swing = f"M{middle} {top + 34}q12 22 {dice.randint(24, 36)} {dice.randint(22, 36)}l3 -6"
    hook = f"M{left + 8} {top + 46}c14 -8 30 -8 36 -2s-4 22 -16 26"
    return [across, down, *dice.sample([left_swing, right_swing, hook], dice.randint(1, 3))]


def _door(draw: ImageDraw.ImageDraw, dice: Dice) -> None:
    left = dice.randint(140, 220)
    wood = dice.choice(_WOODS)
    draw.rectangle((0, 310, 480, 360), fill=dice.choice(_FLOORS))
    draw.rectangle((left - 10, 40, left + 140, 318), fill="#4a4f52")
    draw.rectangle((left, 50, left + 130, 318), fill=wood)
    for row in range(2):
        top = 66 + row * 130
        draw.rectangle((left + 18, top, left + 112, top + 104), outline="#2f261d", width=3)
    draw.ellipse((left + 108, 190, left + 122, 204), fill="#c9b26a")
    draw.rectangle((left + 40, 18, left + 96, 36), fill="#e9edf0", outline="#59656a")
    if dice.random() < 0.6:
        draw.rectangle((left - 40, 70, left - 18, 260), fill="#b5392f")
        draw.rectangle((left + 148, 70, left + 170, 260), fill="#b5392f")
    _grain(draw, dice)


def _room(draw: ImageDraw.ImageDraw, dice: Dice) -> None:
    draw.polygon(((0, 250), (480, 250), (480, 360), (0, 360)), fill=dice.choice(_FLOORS))
    window = dice.randint(20, 330)
    draw.rectangle((window, 50, window + 110, 150), fill="#cfe2ee", outline="#8a8f8c", width=5)
    draw.line((window + 55, 50, window + 55, 150), fill="#8a8f8c", width=4)
    bed = dice.randint(10, 230)
    draw.rectangle((bed, 210, bed + 200, 300), fill=dice.choice(_CLOTHS))
    draw.rectangle((bed, 190, bed + 60, 224), fill="#ebe6dc")
    for leg in (bed + 6, bed + 184):
        draw.rectangle((leg, 300, leg + 10, 326), fill=dice.choice(_WOODS))
    table = dice.randint(280, 380) if bed < 90 else dice.randint(0, 40)
    draw.rectangle((table, 232, table + 96, 244), fill=dice.choice(_WOODS))
    for leg in (table + 8, table + 80):
        draw.rectangle((leg, 244, leg + 8, 318), fill=dice.choice(_WOODS))
    draw.ellipse((table + 30, 212, table + 56, 232), fill=dice.choice(_CLOTHS))
    _grain(draw, dice)


def _paper(draw: ImageDraw.ImageDraw, dice: Dice) -> None:
    draw.rectangle((0, 0, 480, 360), fill=dice.choice(_WOODS))
    tilt = dice.randint(-12, 12)
    sheet = ((90 + tilt, 20), (390 + tilt, 24 - tilt), (396 - tilt, 340), (86 - tilt, 336 + tilt))
    draw.polygon(sheet, fill="#f6f3ea")
    draw.rectangle((170, 48, 310, 60), fill="#b5392f")
    for line in range(dice.randint(9, 13)):
        end = dice.randint(220, 366)
        top = 84 + line * 18
        draw.rectangle((116, top, end, top + 5), fill="#6f7577")
    draw.ellipse((288, 262, 352, 326), outline="#b5392f", width=4)
    _grain(draw, dice)


def _grain(draw: ImageDraw.ImageDraw, dice: Dice) -> None:
    """Specks of dust: no two pictures are the same."""
    for _ in range(40):
        x, y = dice.randrange(SIZE[0]), dice.randrange(SIZE[1])
        draw.ellipse((x, y, x + 2, y + 2), fill=dice.choice(("#00000022", "#5a5a5a", "#c8c8c8")))


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality)
    return stream.getvalue()
