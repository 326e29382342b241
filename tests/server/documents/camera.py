"""A printed card as the fixed-focus camera of a cheap tablet sees it, from the optics.

Distances in millimetres. A 1920-pixel frame of 62° across (a usual back camera) is 180 mm wide at 150 mm,
so 10.7 pixels a millimetre: 44 mm of code are 469 pixels, 6 a module at version 15 (77 modules). A lens of
f = 2.6 mm at f/2.8 that is focused for good on 500 mm spreads a point at 150 mm over
A · (1 − 150/500) = 0.93 · 0.7 = 0.65 mm on the card (thin lens, A = f/N): 7 pixels, more than a module.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

FRAME = (1920, 1080)
ACROSS_DEGREES = 62
DISTANCE = 150
_AROUND = 2400  # pixels of a square the frame is cut out of, whatever way the card is turned
FOCAL_LENGTH, F_NUMBER, FOCUSED_AT = 2.6, 2.8, 500


@dataclass(frozen=True)
class View:
    """How the card is held; ``crease`` is how dark the fold across the code is, none at 0."""

    turned: float = 0.0  # degrees in the plane
    tilted: float = 0.0  # share by which the far side is smaller
    crease: float = 0.0
    noise: float = 0.0  # standard deviation of the sensor's noise, of 255
    light: float = 1.0
    jpeg: int = 85
    distance: float = DISTANCE


def pixels_a_millimetre(distance: float = DISTANCE) -> float:
    return FRAME[0] / (2 * distance * math.tan(math.radians(ACROSS_DEGREES / 2)))


def blur_millimetres(distance: float = DISTANCE) -> float:
    """The diameter on the card over which a point is spread, out of focus."""
    return FOCAL_LENGTH / F_NUMBER * abs(1 - distance / FOCUSED_AT)


def photograph(
    card: Image.Image, width_mm: float, aim_mm: tuple[float, float], view: View, dice: Random
) -> Image.Image:
    """The frame the camera gives, aimed at a point of the card: turned, tilted, creased, blurred."""
    scale = pixels_a_millimetre(view.distance)
    width = round(width_mm * scale)
    sharp = card.convert("L").resize((width, round(card.height * width / card.width)), Image.Resampling.BOX)
    if view.crease:
        sharp = _creased(sharp, round(aim_mm[1] * scale), view.crease)
    around = Image.new("L", (_AROUND, _AROUND), 150)
    around.paste(sharp, (_AROUND // 2 - round(aim_mm[0] * scale), _AROUND // 2 - round(aim_mm[1] * scale)))
    held = _tilted(around, view.tilted).rotate(view.turned, Image.Resampling.BICUBIC, fillcolor=150)
    left, top = (_AROUND - FRAME[0]) // 2, (_AROUND - FRAME[1]) // 2
    frame = held.crop((left, top, left + FRAME[0], top + FRAME[1]))
    seen = _out_of_focus(frame, blur_millimetres(view.distance) * scale)
    seen = ImageEnhance.Brightness(seen).enhance(view.light)
    return _compressed(_noisy(seen, view.noise, dice), view.jpeg)


def some_views(count: int, dice: Random) -> list[View]:
    """Hands as they come: any turn, a tilt, a fold, indoor light."""
    return [
        View(
            turned=dice.uniform(-180, 180),
            tilted=dice.uniform(0, 0.12),
            crease=dice.choice((0, 0, 0.3, 0.5)),
            noise=dice.uniform(2, 9),
            light=dice.uniform(0.45, 1.1),
            jpeg=dice.choice((60, 75, 85)),
            distance=dice.uniform(140, 170),
        )
        for _ in range(count)
    ]


def _creased(card: Image.Image, y: int, depth: float) -> Image.Image:
    """A fold: a dark line a millimetre wide, the paper below it in a little less light."""
    shade = Image.new("L", card.size, 255)
    pen = ImageDraw.Draw(shade)
    thickness = round(card.width / 90)
    pen.rectangle((0, y, card.width, y + thickness), fill=round(255 * (1 - depth)))
    pen.rectangle((0, y + thickness, card.width, card.height), fill=225)
    return ImageChops.multiply(card, shade)


def _tilted(card: Image.Image, share: float) -> Image.Image:
    """The upper edge farther away than the lower."""
    inset = card.width * share / 2
    corners = (-inset, 0, 0, card.height, card.width, card.height, card.width + inset, 0)
    return card.transform(card.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=150)


def _out_of_focus(frame: Image.Image, diameter: float) -> Image.Image:
    """A disc of confusion, made of three boxes as wide as its second moment asks (a quarter of d)."""
    sigma = diameter / 4
    radius = (math.sqrt(4 * sigma * sigma + 1) - 1) / 2
    for _ in range(3):
        frame = frame.filter(ImageFilter.BoxBlur(radius))
    return frame


def _noisy(frame: Image.Image, deviation: float, dice: Random) -> Image.Image:
    if not deviation:
        return frame
    noise = Image.frombytes("L", frame.size, dice.randbytes(frame.width * frame.height))
    # Uniform bytes have a standard deviation of 74.
    scaled = noise.point([round(128 + (value - 127.5) * deviation / 74) for value in range(256)])
    return ImageChops.add(frame, scaled, offset=-128)


def _compressed(frame: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    frame.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer)
