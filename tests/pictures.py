"""Pictures of every kind, made by code, and how to look at what comes out."""

from __future__ import annotations

import random
import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 200, 30), (30, 30, 220), (255, 255, 255)
Colour = tuple[int, ...] | int


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def plain(width: int = 480, height: int = 270, mode: str = "RGB", colour: Colour = BLUE) -> Image.Image:
    return Image.new(mode, (width, height), colour)


def quarters(width: int = 480, height: int = 270) -> Image.Image:
    """Red top left, green top right, blue bottom left, white bottom right."""
    picture = plain(width, height, colour=WHITE)
    half = (width // 2, height // 2)
    for corner, colour in (((0, 0), RED), ((half[0], 0), GREEN), ((0, half[1]), BLUE)):
        picture.paste(colour, (*corner, corner[0] + half[0], corner[1] + half[1]))
    return picture


def noise(width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), random.Random(7).randbytes(width * height * 3))


def colour_at(picture: Image.Image, x: float, y: float) -> tuple[int, ...]:
    pixel = picture.getpixel((int(picture.width * x), int(picture.height * y)))
    assert isinstance(pixel, tuple)
    return pixel


def is_near(left: tuple[int, ...], right: tuple[int, ...], by: int = 24) -> bool:
    return len(left) == len(right) and all(abs(a - b) <= by for a, b in zip(left, right, strict=True))


def png_header(width: int, height: int, *, depth: int = 1, colour: int = 0) -> bytes:
    """A PNG of black pixels, packed as tightly as zlib can."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (width * depth + 7) // 8)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def linear_profile() -> bytes:
    """A profile far from sRGB, so that passing over it would be seen: linear light, written by hand."""
    tags = {
        b"wtpt": b"XYZ \0\0\0\0" + struct.pack(">iii", 63190, 65536, 54061),
        b"rXYZ": b"XYZ \0\0\0\0" + struct.pack(">iii", 28575, 14581, 912),
        b"gXYZ": b"XYZ \0\0\0\0" + struct.pack(">iii", 25239, 46981, 6363),
        b"bXYZ": b"XYZ \0\0\0\0" + struct.pack(">iii", 9375, 3974, 46792),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), b"curv\x00\x00\x00\x00\x00\x00\x00\x00"),
    }
    table, body, offset = b"", b"", 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        table += name + struct.pack(">II", offset + len(body), len(content))
        body += content
    size = offset + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"\0" * 4, 0x02400000, b"mntr", b"RGB ", b"XYZ ").ljust(36, b"\0") + b"acsp"
    head = head.ljust(68, b"\0") + struct.pack(">iii", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body
