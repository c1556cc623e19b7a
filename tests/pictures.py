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


def turned(orientation: int, kind: str = "JPEG", size: tuple[int, int] = (480, 270)) -> bytes:
    """`quarters`, stored as a camera held that way would store it, with EXIF's word on how to show it."""
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    upright = quarters(*size)
    stored = upright.transpose(Image.Transpose(undo[orientation])) if orientation in undo else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(stored, kind, exif=exif)


def animated(kind: str, first: Image.Image, *more: Image.Image) -> bytes:
    """An animation of those frames."""
    return encoded(first, kind, save_all=True, append_images=list(more), duration=100)


def webp_canvas(width: int, height: int) -> bytes:
    """An animated WebP of a few bytes (RFC 9649 §2.7): a canvas of any size, and one small frame in its corner."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)

    still = encoded(plain(16, 16, "RGBA", (*RED, 255)), "WEBP", lossless=True)
    frame_at = still.index(b"VP8L")
    frame = chunk(
        b"VP8L", still[frame_at + 8 : frame_at + 8 + int.from_bytes(still[frame_at + 4 : frame_at + 8], "little")]
    )

    def three(number: int) -> bytes:
        return number.to_bytes(3, "little")

    head = chunk(b"VP8X", b"\x12\0\0\0" + three(width - 1) + three(height - 1))
    moving = chunk(b"ANIM", b"\0" * 6)
    moving += chunk(b"ANMF", three(0) * 2 + three(15) * 2 + three(100) + b"\0" + frame)
    body = b"WEBP" + head + moving
    return b"RIFF" + struct.pack("<I", len(body)) + body
