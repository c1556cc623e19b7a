"""The bytes of a foreign picture become pixels, upright, or a reason why not.

The bytes are hostile until proven otherwise: the format is judged by the first bytes, the size by
the header, before a pixel is decoded.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import AvifImagePlugin, Image

from syndicate.errors import BadDataError
from syndicate.images import colours
from syndicate.images.cropping import LEAD_SIZE, LYING, crop_box, stored_box
from syndicate.images.headers import kind_in, size_in
from syndicate.images.records import ai_in

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

    from syndicate.images.model import AiUse, Focal

#: What is decoded; SVG, PDF, TIFF and the rest are refused whatever they are named.
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
LEAST_WIDTH = 300
# Pillow refuses what is twice as large whatever our limit says; the configuration's highest lies there.
Image.MAX_IMAGE_PIXELS = 100_000_000
# One thread a picture: as many as there are cores would each take memory beside the pixels.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
#: Bytes a pixel that decoders may have wanted in vain: a WebP's canvases, copy and picture; coefficients.
_OPENED, _LOADED = 16, 8
#: Layers of a progressive JPEG; encoders write about ten.
MOST_SCANS = 100
_START_OF_SCAN = b"\xff\xda"

#: What Pillow's decoders raise for bytes they cannot make sense of.
_BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, AttributeError, OverflowError,
    RuntimeError, struct.error, zlib.error, Image.DecompressionBombError,
)  # fmt: skip

# EXIF 2.32 §4.6.4, tag Orientation: what turns the stored picture upright.
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Decoded:
    """A picture's pixels as they are stored; ``size`` is that of the file as it is shown, ``orientation`` EXIF's.

    ``ai`` is what its own metadata say.

    To turn a part of it upright is cheaper than to turn all: see `Decoded.cut`.
    """

    picture: Image.Image
    orientation: int
    size: tuple[int, int]
    ai: AiUse | None = None

    @property
    def profile(self) -> bytes | None:
        """The colour profile, if there is one."""
        profile = self.picture.info.get("icc_profile")
        return profile if isinstance(profile, bytes) else None

    def cut(self, limit: tuple[int, int], point: Focal | None) -> Image.Image:
        """The largest part with the shape of ``limit``, upright and scaled to it; never enlarged."""
        stored = self.picture.size
        is_lying = self.orientation in LYING
        box = crop_box(stored[::-1] if is_lying else stored, limit, point)
        width = min(limit[0], round(box[2] - box[0]))
        size = (width, max(1, round(width * limit[1] / limit[0])))
        part = self.picture.resize(
            size[::-1] if is_lying else size,
            Image.Resampling.LANCZOS,
            box=stored_box(box, stored, self.orientation),
            reducing_gap=2.0,
        )
        return part.transpose(_UPRIGHT[self.orientation]) if self.orientation in _UPRIGHT else part


def decoded(content: bytes, *, max_pixels: int, point: Focal | None) -> Decoded:
    """The picture, of an animation the first frame, in a mode that scales well.

    A JPEG is decoded no larger than the lead's crop around ``point`` needs.

    Raises:
        BadDataError: it is no picture, broken, too large to decode or too small to show.
        MemoryError: it needs more memory than there is.
    """
    with warnings.catch_warnings():
        # Pillow warns of sizes that our own limit decides on.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        # Broken EXIF or palette chunks are grumbled about; the pixels decide.
        warnings.simplefilter("ignore", UserWarning)
        _check_claim(content, max_pixels)
        picture = _opened(content, max_pixels)
        _check_size(picture, max_pixels)
        _check_scans(picture, content)
        orientation = _orientation(picture)
        size = picture.size[::-1] if orientation in LYING else picture.size
        try:
            picture.draft(None, _enough(size, point, is_lying=orientation in LYING))
            picture.load()
        except _BROKEN as error:
            _check_memory(size, _LOADED)
            raise _broken(picture.format) from error
    said = ai_in(picture.info)
    return Decoded(picture=colours.resizable(picture), orientation=orientation, size=size, ai=said)


def _opened(content: bytes, max_pixels: int) -> ImageFile:
    try:
        return Image.open(BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_large(None, max_pixels) from error
    except _BROKEN as error:
        _check_memory(size_in(content) or (0, 0), _OPENED)
        kind = kind_in(content)
        message = "the file is no picture that can be read" + (f": it is {kind}" if kind else "")
        hint = "JPEG, PNG, GIF, WebP and AVIF can be."
        raise BadDataError(message, code="picture-format", hint=hint) from error


def _check_claim(content: bytes, max_pixels: int) -> None:
    # Pillow makes room for a WebP's whole canvas, twice, before it tells its size.
    claimed = size_in(content)
    if claimed and claimed[0] * claimed[1] > max_pixels:
        raise _too_large(claimed, max_pixels)


def _check_memory(size: tuple[int, int], bytes_a_pixel: int) -> None:
    # Some decoders call it broken when there is no room for the pixels. Python says what it is.
    bytearray(size[0] * size[1] * bytes_a_pixel)


def _check_size(picture: ImageFile, max_pixels: int) -> None:
    width, height = picture.size
    if width * height > max_pixels:
        raise _too_large(picture.size, max_pixels)
    if max(width, height) < LEAST_WIDTH:
        raise too_small(picture.size)


def _check_scans(picture: ImageFile, content: bytes) -> None:
    # A progressive JPEG is drawn in about ten scans. Each of them costs a pass over all pixels however few
    # bytes it has, so that a small file of thousands would be decoded for hours.
    if picture.format in {"JPEG", "MPO"} and content.count(_START_OF_SCAN) > MOST_SCANS:
        message = f"the picture is drawn in more than {MOST_SCANS} layers"
        raise BadDataError(message, code="picture-too-large", hint="Save it again as an ordinary JPEG.")


def too_small(size: tuple[int, int], across: int | None = None) -> BadDataError:
    """The refusal of a picture of that size, or of one that gives a lead of ``across`` pixels."""
    message = f"the picture is too small: {size[0]}×{size[1]} pixels" + (f" give {across} across" if across else "")
    return BadDataError(message, code="picture-too-small", hint=f"Give one of at least {LEAD_SIZE[0]} pixels.")


def _too_large(size: tuple[int, int] | None, max_pixels: int) -> BadDataError:
    message = "the picture is too large to decode" + (f": {size[0]}×{size[1]} pixels" if size else "")
    return BadDataError(message, code="picture-too-large", hint=f"At most {max_pixels / 1e6:g} million are decoded.")


def _broken(kind: str | None) -> BadDataError:
    message = f"the picture is broken: {kind} data that ends early or makes no sense"
    return BadDataError(message, code="picture-broken", hint="Save it again and replace the file.")


def _orientation(picture: ImageFile) -> int:
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except _BROKEN:
        return 1  # the picture is worth more than its metadata


def _enough(upright: tuple[int, int], point: Focal | None, *, is_lying: bool) -> tuple[int, int]:
    """A size, of the picture as stored, from which the lead can still be cut without loss.

    JPEG decodes to an eighth, a quarter or a half at a fraction of the work.
    """
    box = crop_box(upright, LEAD_SIZE, point)
    scale = min(1.0, LEAD_SIZE[0] / (box[2] - box[0]))
    size = upright[::-1] if is_lying else upright
    return int(size[0] * scale), int(size[1] * scale)
