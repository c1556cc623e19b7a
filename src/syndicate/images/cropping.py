"""Which part of a picture is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from syndicate.images.model import Focal

LEAD_SIZE = (1200, 675)
SMALL_SIZE = (600, 338)
THUMB_SIZE = (240, 180)

# EXIF 2.32 §4.6.4, tag Orientation: how the stored rows and columns differ from those that are shown.
LYING = frozenset({5, 6, 7, 8})
_MIRRORED_ACROSS = frozenset({2, 3, 7, 8})
_MIRRORED_DOWN = frozenset({3, 4, 6, 7})

#: Share of the height that is cut off a portrait's top; faces are up there.
PORTRAIT_BIAS = 0.25


def crop_box(
    size: tuple[int, int], shape: tuple[int, int], point: Focal | None = None
) -> tuple[float, float, float, float]:
    """The largest part with that shape: left, top, right, bottom.

    As near around ``point`` as the edges allow; without one centred across, and upwards of the centre in
    portraits.
    """
    width, height = size
    ratio = shape[0] / shape[1]
    across, down = min(width, height * ratio), min(height, width / ratio)
    if point is not None:
        left = _around(width * point[0] / 100, across, width)
        top = _around(height * point[1] / 100, down, height)
    else:
        left = (width - across) / 2
        top = (height - down) * (PORTRAIT_BIAS if height > width else 0.5)
    return left, top, min(width, left + across), min(height, top + down)


def stored_box(
    box: tuple[float, float, float, float], size: tuple[int, int], orientation: int
) -> tuple[float, float, float, float]:
    """Where a box of the picture as it is shown lies in the picture as it is stored, which has that size.

    ``orientation`` is EXIF's, 1 to 8.
    """
    left, top, right, bottom = box
    if orientation in LYING:
        left, top, right, bottom = top, left, bottom, right
    if orientation in _MIRRORED_ACROSS:
        left, right = size[0] - right, size[0] - left
    if orientation in _MIRRORED_DOWN:
        top, bottom = size[1] - bottom, size[1] - top
    return left, top, right, bottom


def _around(middle: float, length: float, whole: int) -> float:
    return min(max(0.0, middle - length / 2), whole - length)
