"""What page builders and crawlers leave in the text of a page: short codes, credits glued to prose, a date in front."""

from __future__ import annotations

import re

# WordPress's own short codes and those of the page builders, by the prefixes that these keep for themselves. Not any
# word in brackets: an article may say "[sic]" or "[applause]".
_CODE = (
    r"(?:vc|wpb|et_pb|fusion|av|td[abc]?|mk|nectar|us|cs|thb|ult|rev|elementor|siteorigin|stm|dt|qode|eltdf?|mkdf?|ux)"
    r"[_-][a-z0-9_-]{1,60}|caption|wp_caption|gallery|playlist|embed|audio|video|contact-form-7|rev_slider|adrotate"
)
_OPENING = re.compile(rf"\[(?P<name>{_CODE})(?=[\s\]/])[^\[\]\n]{{0,4000}}\]")
_CLOSING = re.compile(rf"\[/(?:{_CODE})\]")
# What these hold is no text: encoded markup, the caption of a picture, an address.
_HOLDERS = frozenset({"vc_raw_html", "vc_raw_js", "caption", "wp_caption", "embed", "audio", "video", "et_pb_code"})
# Farther away is the end of another one, and an article in between.
_LONGEST_HELD = 4_000

_AGENCIES = ("Getty Images", "Shutterstock", "Associated Press", "Reuters", "REUTERS", "AFP", "iStock", "Unsplash")
# An agency with a word glued behind it ends the picture's credit, and its paragraph begins there.
_CREDIT_REACH, _SHORTEST_GLUED = 120, 60
_GLUED_CREDIT = re.compile(rf"^[^.!?]{{0,100}}(?:{'|'.join(_AGENCIES)})(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ])")


def without_codes(text: str) -> str:
    """The text without short codes; what they enclose is parted from its neighbours by blank lines."""
    if "[" not in text:
        return text
    pieces, position = [], 0
    ends: dict[str, int] = {}
    for match in _OPENING.finditer(text):
        if match.start() >= position:
            pieces.append(text[position : match.start()])
            position = _held_until(text, match, ends) if match["name"] in _HOLDERS else match.end()
    return _CLOSING.sub("\n\n", "\n\n".join([*pieces, text[position:]]))


def _held_until(text: str, opening: re.Match[str], ends: dict[str, int]) -> int:
    """Behind the short code's end; without one, code goes with its line, and of a caption nothing but its beginning.

    ``ends`` remembers where the next end of each name was seen, so that none is looked for twice.
    """
    name, start = opening["name"], opening.end()
    closing = f"[/{name}]"
    if ends.get(name, -1) < start:
        end = text.find(closing, start)
        ends[name] = end if end >= 0 else len(text)
    is_code = name.startswith("vc_raw")
    # Encoded markup may be of any length, but has no space in it.
    is_near = ends[name] - start <= _LONGEST_HELD or (is_code and " " not in text[start : start + _LONGEST_HELD])
    if ends[name] < len(text) and is_near:
        return ends[name] + len(closing)
    line_end = text.find("\n", start) if is_code else start
    return line_end if line_end >= 0 else len(text)


def without_glued_credits(lines: list[str]) -> list[str]:
    """The lines, a picture's credit cut off where a paragraph is glued to it: ``Getty ImagesThe ferry…``."""
    beginnings = "\n".join([line[:_CREDIT_REACH] for line in lines if len(line) > _SHORTEST_GLUED])
    if not any(name in beginnings for name in _AGENCIES):
        return lines
    return [_GLUED_CREDIT.sub("", line) for line in lines]
