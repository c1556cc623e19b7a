"""Media arrays that stand in the text of a page, taken out of its blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from syndicate.articles.formats.media.arrays import extract
from syndicate.text.plain import one_line

if TYPE_CHECKING:
    from syndicate.articles.formats.page.text.blocks import Block
    from syndicate.articles.model import Finding, Media

#: Characters that an array cannot do without.
_SIGNS = ("[", "{", '"', "images")


@dataclass(frozen=True, kw_only=True, slots=True)
class Bare:
    """The blocks without the arrays; blocks of nothing else are gone."""

    blocks: tuple[Block, ...]
    media: tuple[Media, ...]
    findings: tuple[Finding, ...]


def without_arrays(blocks: Sequence[Block], size_order: tuple[str, ...]) -> Bare:
    """Take every media array out of the blocks; a block that held one is plain text after that."""
    kept: list[Block] = []
    media: list[Media] = []
    findings: list[Finding] = []
    for block in blocks:
        if not all(sign in block.text for sign in _SIGNS):
            kept.append(block)
            continue
        extracted = extract(block.text, size_order)
        media += extracted.media
        findings += extracted.findings
        text = one_line(extracted.text)
        if text == block.text:
            kept.append(block)
        elif text:
            kept.append(replace(block, text=text, run=[text], linked=0))
    return Bare(blocks=tuple(kept), media=tuple(media), findings=tuple(findings))
