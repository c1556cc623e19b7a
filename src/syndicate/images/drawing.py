"""What is drawn into a rendition: the badge that says "this plays"."""

from __future__ import annotations

from PIL import Image, ImageDraw

#: The badge's diameter as a share of the picture's height.
SHARE = 0.24
_DISC = (16, 20, 28, 190)
_RING = (255, 255, 255, 235)
# Pillow draws without anti-aliasing; drawn large and scaled down, edges come out smooth.
_OVERSIZE = 4


def with_play_badge(picture: Image.Image) -> Image.Image:
    """The picture with a play triangle in a dark disc at its centre; mails cannot play, they can hint."""
    side = max(24, round(picture.height * SHARE))
    badge = _badge(side)
    corner = ((picture.width - side) // 2, (picture.height - side) // 2)
    out = picture.copy()
    out.paste(badge, corner, badge)
    return out


def _badge(side: int) -> Image.Image:
    large = side * _OVERSIZE
    badge = Image.new("RGBA", (large, large), (255, 255, 255, 0))
    pen = ImageDraw.Draw(badge)
    edge = large // 24
    pen.ellipse((0, 0, large - 1, large - 1), fill=_RING)
    pen.ellipse((edge, edge, large - 1 - edge, large - 1 - edge), fill=_DISC)
    # Set a little right of the middle: a triangle's weight is at its base.
    left, right, half = large * 0.39, large * 0.70, large * 0.18
    pen.polygon(((left, large / 2 - half), (right, large / 2), (left, large / 2 + half)), fill=_RING)
    return badge.resize((side, side), Image.Resampling.LANCZOS)
