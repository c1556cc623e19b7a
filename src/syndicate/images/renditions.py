"""A foreign picture becomes clean JPEGs of ours, or a reason why not.

The bytes are hostile until proven otherwise: the format is judged by the first bytes, the size by
the header, before a pixel is decoded. What comes out carries no metadata and is the same for the
same input.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from syndicate.errors import BadDataError
from syndicate.images import colours, drawing
from syndicate.images.model import Role

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

#: What is decoded; SVG, PDF, TIFF and the rest are refused whatever they are named.
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
MAX_PIXELS = 40_000_000
# Pillow refuses what is twice as large whatever our limit says; the configuration's highest lies there.
Image.MAX_IMAGE_PIXELS = 100_000_000
#: Layers of a progressive JPEG; encoders write about ten.
MOST_SCANS = 100
_START_OF_SCAN = b"\xff\xda"
LEAST_WIDTH = 300
LEAD_SIZE = (1200, 675)
THUMB_SIZE = (240, 180)
#: A digest shows several pictures and should stay below 1 MB.
MAX_BYTES = 150_000
#: What is tried in turn to get there: JPEG quality, then, for pictures that are all grain, a smaller size.
ATTEMPTS = ((80, 1.0), (75, 1.0), (70, 1.0), (65, 1.0), (60, 1.0), (60, 0.75), (60, 0.5))
#: Share of the height that is cut off a portrait's top; faces are up there.
PORTRAIT_BIAS = 0.25

#: What Pillow's decoders raise for bytes they cannot make sense of.
_BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, AttributeError, OverflowError,
    MemoryError, RuntimeError, struct.error, zlib.error, Image.DecompressionBombError,
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
_LYING = frozenset({5, 6, 7, 8})


@dataclass(frozen=True, kw_only=True, slots=True)
class Encoded:
    """A finished JPEG: sRGB, progressive, without metadata."""

    role: Role
    content: bytes
    width: int
    height: int


def render(content: bytes, *, is_video: bool, max_pixels: int = MAX_PIXELS) -> tuple[Encoded, ...]:
    """The renditions of a picture, lead first; for a video's poster with a play badge drawn in.

    ``LEAD`` is 16:9 and up to 1200×675, ``THUMB`` 4:3 and up to 240×180; neither is ever enlarged.
    A picture of more than ``max_pixels`` (at most 200 million) is not decoded.

    Raises:
        BadDataError: it is no picture, broken, too large to decode or too small to show.
    """
    picture = _decoded(content, max_pixels)
    lead = _finished(picture, LEAD_SIZE, is_video=is_video)
    if lead.width < LEAST_WIDTH:
        message = f"the picture is too small: {picture.width}×{picture.height} pixels give {lead.width} across"
        raise BadDataError(message, code="picture-too-small", hint=f"Give one of at least {LEAD_SIZE[0]} pixels.")
    thumb = _finished(picture, THUMB_SIZE, is_video=is_video)
    return _encoded(Role.LEAD, lead), _encoded(Role.THUMB, thumb)


def _decoded(content: bytes, max_pixels: int) -> Image.Image:
    with warnings.catch_warnings():
        # Pillow warns of sizes that our own limit decides on.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        # Broken EXIF or palette chunks are grumbled about; the pixels decide.
        warnings.simplefilter("ignore", UserWarning)
        picture = _opened(content, max_pixels)
        _check_size(picture, max_pixels)
        _check_scans(picture, content)
        try:
            orientation = _orientation(picture)
            picture.draft(None, _enough(picture.size, is_lying=orientation in _LYING))
            picture.load()
        except _BROKEN as error:
            message = f"the picture is broken: {picture.format} data that ends early or makes no sense"
            raise BadDataError(message, code="picture-broken", hint="Save it again and replace the file.") from error
    return picture.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else picture


def _opened(content: bytes, max_pixels: int) -> ImageFile:
    try:
        return Image.open(BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_large(None, max_pixels) from error
    except _BROKEN as error:
        message = "the file is no picture that can be read"
        hint = "JPEG, PNG, GIF, WebP and AVIF can be."
        raise BadDataError(message, code="picture-format", hint=hint) from error


def _check_size(picture: ImageFile, max_pixels: int) -> None:
    width, height = picture.size
    if width * height > max_pixels:
        raise _too_large(picture.size, max_pixels)
    if max(width, height) < LEAST_WIDTH:
        message = f"the picture is too small: {width}×{height} pixels"
        raise BadDataError(message, code="picture-too-small", hint=f"Give one of at least {LEAD_SIZE[0]} pixels.")


def _check_scans(picture: ImageFile, content: bytes) -> None:
    # A progressive JPEG is drawn in about ten scans. Each of them costs a pass over all pixels however few
    # bytes it has, so that a small file of thousands would be decoded for hours.
    if picture.format == "JPEG" and content.count(_START_OF_SCAN) > MOST_SCANS:
        message = f"the picture is drawn in more than {MOST_SCANS} layers"
        raise BadDataError(message, code="picture-too-large", hint="Save it again as an ordinary JPEG.")


def _too_large(size: tuple[int, int] | None, max_pixels: int) -> BadDataError:
    message = "the picture is too large to decode" + (f": {size[0]}×{size[1]} pixels" if size else "")
    return BadDataError(message, code="picture-too-large", hint=f"At most {max_pixels / 1e6:g} million are decoded.")


def _orientation(picture: ImageFile) -> int:
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except _BROKEN:
        return 1  # the picture is worth more than its metadata


def _enough(size: tuple[int, int], *, is_lying: bool) -> tuple[int, int]:
    """A size, of the picture as stored, from which the lead can still be cut without loss.

    JPEG decodes to an eighth, a quarter or a half at a fraction of the work.
    """
    upright = size[::-1] if is_lying else size
    box = crop_box(upright, LEAD_SIZE)
    scale = min(1.0, LEAD_SIZE[0] / (box[2] - box[0]))
    return int(size[0] * scale), int(size[1] * scale)


def crop_box(size: tuple[int, int], shape: tuple[int, int]) -> tuple[float, float, float, float]:
    """The largest part with that shape: centred across, and upwards of the centre in portraits."""
    width, height = size
    ratio = shape[0] / shape[1]
    if width > height * ratio:
        left = (width - height * ratio) / 2
        return left, 0, width - left, height
    excess = height - width / ratio
    top = excess * (PORTRAIT_BIAS if height > width else 0.5)
    return 0, top, width, height - (excess - top)


def _finished(picture: Image.Image, limit: tuple[int, int], *, is_video: bool) -> Image.Image:
    box = crop_box(picture.size, limit)
    width = min(limit[0], round(box[2] - box[0]))
    size = (width, max(1, round(width * limit[1] / limit[0])))
    cut = colours.resizable(picture).resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
    finished = colours.to_srgb(cut, picture.info.get("icc_profile"))
    return drawing.with_play_badge(finished) if is_video else finished


def _encoded(role: Role, picture: Image.Image) -> Encoded:
    # The last is always light enough: pure noise takes 87 kB there.
    attempts = (_jpeg(role, picture, quality, scale) for quality, scale in ATTEMPTS)
    return next(one for one in attempts if len(one.content) <= MAX_BYTES)


def _jpeg(role: Role, picture: Image.Image, quality: int, scale: float) -> Encoded:
    size = (round(picture.width * scale), round(picture.height * scale))
    scaled = picture if size == picture.size else picture.resize(size, Image.Resampling.LANCZOS)
    out = BytesIO()
    scaled.save(out, "JPEG", quality=quality, progressive=True, optimize=True)
    return Encoded(role=role, content=out.getvalue(), width=size[0], height=size[1])
