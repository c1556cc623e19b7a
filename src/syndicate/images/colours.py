"""Every way to store a colour, made sRGB on white paper."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageCms

PAPER = (255, 255, 255)

_SRGB = ImageCms.createProfile("sRGB")
#: Modes that can be scaled and converted as they are.
_PLAIN = frozenset({"L", "RGB", "CMYK", "RGBA"})


def resizable(picture: Image.Image) -> Image.Image:
    """The picture in a mode that scales well: L, RGB, CMYK or RGBA."""
    if picture.mode.startswith(("I", "F")):
        return _sixteen_to_eight(picture)
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    if picture.mode in _PLAIN:
        return picture
    return picture.convert("L" if picture.mode in {"1", "LA", "La"} else "RGB")


def to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB in the sRGB space, nothing transparent, no metadata; a profile that makes no sense is passed over."""
    opaque = _on_paper(picture) if picture.mode == "RGBA" else picture
    converted = _by_profile(opaque, profile) if profile else None
    clean = converted or opaque.convert("RGB")
    clean.info = {}
    return clean


def _on_paper(picture: Image.Image) -> Image.Image:
    # A plain convert("RGB") would show what was hidden under the transparent parts.
    paper = Image.new("RGBA", picture.size, (*PAPER, 255))
    return Image.alpha_composite(paper, picture).convert("RGB")


def _by_profile(picture: Image.Image, profile: bytes) -> Image.Image | None:
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(picture, given, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _sixteen_to_eight(picture: Image.Image) -> Image.Image:
    # PNG's grey of 16 bits comes as I;16; Pillow's own conversion to L clips at 255 instead of scaling.
    wide = picture.convert("I").convert("F")
    return wide.point(lambda value: value * (255 / 65535) + 0).convert("L")
