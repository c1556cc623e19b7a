"""Placeholder pictures, drawn by their names: a sun, hills, water."""

from __future__ import annotations

import hashlib
import io
from colorsys import hls_to_rgb
from functools import cache

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]


@cache
def draw(url: str) -> bytes:
    """A JPEG for the URL of a picture: the ferry 1200×675, the small one 400×225, a card 600×338, else 240×180."""
    sizes = {"small-ferry": (400, 225), "ferry": (1200, 675), "card-": (600, 338)}
    size = next((size for name, size in sizes.items() if name in url), (240, 180))
    hue = hashlib.sha256(url.encode()).digest()[3] / 255
    image = Image.new("RGB", (size[0] * 2, size[1] * 2), _tone(hue, 0.86))
    pen = ImageDraw.Draw(image)
    _draw_scene(pen, size[0] * 2, size[1] * 2, hue)
    written = io.BytesIO()
    image.resize(size, Image.Resampling.LANCZOS).save(written, "JPEG", quality=85)
    return written.getvalue()


def _draw_scene(pen: ImageDraw.ImageDraw, width: int, height: int, hue: float) -> None:
    radius = height // 7
    pen.ellipse(_box(int(width * 0.7), int(height * 0.35), radius), fill=_tone(hue, 0.95))
    for level, tone in ((0.55, 0.66), (0.68, 0.42)):
        ridge = [
            (width * step / 8, height * (level - 0.09 * ((step * 3 + int(tone * 10)) % 4) / 3)) for step in range(9)
        ]
        pen.polygon([(0, height), *ridge, (width, height)], fill=_tone(hue, tone))
    pen.rectangle((0, int(height * 0.78), width, height), fill=_tone(hue, 0.2))


def _box(x: int, y: int, radius: int) -> tuple[int, int, int, int]:
    return (x - radius, y - radius, x + radius, y + radius)


def _tone(hue: float, lightness: float) -> Colour:
    red, green, blue = hls_to_rgb(hue, lightness, 0.42)
    return int(red * 255), int(green * 255), int(blue * 255)
