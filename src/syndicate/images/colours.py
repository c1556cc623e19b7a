"""Every way to store a colour, made sRGB on white paper; and the colour that a picture has most of."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageChops, ImageCms

PAPER = (255, 255, 255)

#: Levels of 255 by which a conversion may round.
_INVISIBLE = 1

_SRGB = ImageCms.createProfile("sRGB")
#: Modes that can be scaled as they are.
_PLAIN = frozenset({"L", "RGB", "CMYK", "RGBA", "I"})
#: How many colours a picture is reduced to, and from how many pixels, to find the one it has most of.
_COLOURS = 6
_SAMPLE = (48, 27)


def resizable(picture: Image.Image) -> Image.Image:
    """The picture in a mode that scales well: L, RGB, CMYK, RGBA, or I for 16 bits of grey.

    A large picture is not copied where its mode does already.
    """
    if picture.mode.startswith(("I", "F")):
        return picture if picture.mode == "I" else picture.convert("I")
    if picture.has_transparency_data and picture.mode != "RGBA":
        return picture.convert("RGBA")
    if picture.mode in _PLAIN:
        return picture
    return picture.convert("L" if picture.mode in {"1", "LA", "La"} else "RGB")


def to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB in the sRGB space, nothing transparent, no metadata; a profile that makes no sense is passed over."""
    opaque = _opaque(picture)
    converted = _by_profile(opaque, profile) if profile else None
    clean = converted or opaque.convert("RGB")
    clean.info = {}
    return clean


def ground(picture: Image.Image) -> str:
    """The colour that most of an RGB picture is near to, as ``#rrggbb``."""
    sample = picture.resize(_SAMPLE, Image.Resampling.BOX).quantize(_COLOURS, Image.Quantize.MEDIANCUT)
    palette = sample.getpalette() or [128, 128, 128]
    counts = sample.histogram()
    most = max(range(len(palette) // 3), key=lambda index: counts[index])
    return "#" + bytes(palette[3 * most : 3 * most + 3]).hex()


def _opaque(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGBA":
        # A plain convert("RGB") would show what was hidden under the transparent parts.
        paper = Image.new("RGBA", picture.size, (*PAPER, 255))
        return Image.alpha_composite(paper, picture).convert("RGB")
    if picture.mode == "I":
        # PNG's grey of 16 bits; Pillow's own conversion to L clips at 255 instead of scaling.
        return picture.convert("F").point(lambda value: value * (255 / 65535) + 0).convert("L")
    return picture


def _by_profile(picture: Image.Image, profile: bytes) -> Image.Image | None:
    try:
        transform = _transform(profile, picture.mode)
        return ImageCms.applyTransform(picture, transform) if transform else None
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


# To build one takes longer than to apply it, and photographs share a few profiles.
@lru_cache(maxsize=8)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """From that profile to sRGB; ``None`` when there is no difference to be seen, as most profiles say sRGB."""
    given = ImageCms.ImageCmsProfile(BytesIO(profile))
    transform = ImageCms.buildTransform(given, _SRGB, mode, "RGB")
    if mode == "RGB":
        before = _all_over()
        difference = ImageChops.difference(before, ImageCms.applyTransform(before, transform) or before)
        if max(difference.tobytes()) <= _INVISIBLE:
            return None
    return transform


def _all_over() -> Image.Image:
    """A pixel of every 17th level in each of the three channels."""
    levels = range(0, 256, 17)
    cube = bytes(channel for red in levels for green in levels for blue in levels for channel in (red, green, blue))
    return Image.frombytes("RGB", (len(levels) ** 2, len(levels)), cube)
