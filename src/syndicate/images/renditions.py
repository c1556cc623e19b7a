"""A foreign picture becomes clean renditions of ours, or a reason why not.

What comes out carries no metadata and is the same for the same input.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image

from syndicate.images import colours, drawing
from syndicate.images.cropping import LEAD_SIZE, SMALL_SIZE, THUMB_SIZE
from syndicate.images.decoding import LEAST_WIDTH, decoded, too_small
from syndicate.images.model import Encoded, Made, Role
from syndicate.text.media_types import JPEG, WEBP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.images.model import Focal

#: A digest shows several pictures and should stay below 1 MB.
MAX_BYTES = 150_000
#: What is tried in turn to get there: quality, then, for pictures that are all grain, a smaller size.
ATTEMPTS = ((80, 1.0), (75, 1.0), (70, 1.0), (65, 1.0), (60, 1.0), (60, 0.75), (60, 0.5))

_OPTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    JPEG: ("JPEG", {"progressive": True, "optimize": True}),
    WEBP: ("WEBP", {"method": 4}),
}


def render(content: bytes, *, is_video: bool, max_pixels: int, point: Focal | None = None) -> Made:
    """The renditions of a picture; of a video's poster with a play badge drawn in.

    ``LEAD`` is 16:9 and up to 1200×675, ``SMALL`` up to 600×338 where the lead is wider, both as JPEG and
    WebP; ``THUMB`` is a JPEG, 4:3 and up to 240×180. None is ever enlarged. Crops keep ``point``. A picture
    of more than ``max_pixels`` (at most 200 million) is not decoded.

    Raises:
        BadDataError: it is no picture, broken, too large to decode or too small to show.
        MemoryError: it needs more memory than there is.
    """
    picture = decoded(content, max_pixels=max_pixels, point=point)
    lead = colours.to_srgb(picture.cut(LEAD_SIZE, point), picture.profile)
    if lead.width < LEAST_WIDTH:
        raise too_small(picture.size, lead.width)
    # A filter of small support: the lead is sharp already, and half of it is all that is wanted.
    small = lead.resize(SMALL_SIZE, Image.Resampling.HAMMING) if lead.width > SMALL_SIZE[0] else None
    thumb = colours.to_srgb(picture.cut(THUMB_SIZE, point), picture.profile)
    files = tuple(_files({Role.LEAD: lead, Role.SMALL: small, Role.THUMB: thumb}, is_video=is_video))
    width, height = picture.size
    return Made(files=files, ground=colours.ground(lead), width=width, height=height, ai=picture.ai)


def _files(pictures: dict[Role, Image.Image | None], *, is_video: bool) -> Iterator[Encoded]:
    for role, picture in pictures.items():
        if picture is not None:
            shown = drawing.with_play_badge(picture) if is_video else picture
            for media_type in (JPEG, WEBP) if role is not Role.THUMB else (JPEG,):
                yield _encoded(role, media_type, shown)


def _encoded(role: Role, media_type: str, picture: Image.Image) -> Encoded:
    # The last is always light enough: pure noise takes 87 kB there.
    attempts = (_attempt(role, media_type, picture, quality, scale) for quality, scale in ATTEMPTS)
    return next(attempt for attempt in attempts if len(attempt.content) <= MAX_BYTES)


def _attempt(role: Role, media_type: str, picture: Image.Image, quality: int, scale: float) -> Encoded:
    size = (round(picture.width * scale), round(picture.height * scale))
    scaled = picture if size == picture.size else picture.resize(size, Image.Resampling.LANCZOS)
    out = BytesIO()
    kind, options = _OPTIONS[media_type]
    scaled.save(out, kind, quality=quality, **options)
    return Encoded(role=role, media_type=media_type, content=out.getvalue(), width=size[0], height=size[1])
