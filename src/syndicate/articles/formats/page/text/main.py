"""Which blocks of a page are the article's text.

Three witnesses are heard, and none alone decides: trafilatura (its fast mode), the text that the page's own JSON-LD
gives, and the page's markup. The first two say which blocks are text; the markup says which others are of the same
making (the second half behind an advertisement, a quotation, a table's cells), and which are not (boxes named for what
they hold, teasers, invitations, labels).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile
from typing import TYPE_CHECKING

from syndicate.articles.formats.claims.words import folded, words
from syndicate.articles.formats.furniture.boilerplate import cut_tail, is_boilerplate

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from syndicate.articles.formats.page.text.blocks import Block

#: Words that are compared at a time, and the share of a block's that must be known to a witness.
_SHINGLE, _KNOWN = 4, 0.6
_PROSE_LENGTH = 60
#: The share of a block's characters that stand in links: of a list of them, and of nothing but one.
_MANY_LINKS, _ONLY_LINKS = 0.4, 0.85
_ENOUGH = 250
#: The share of the text that the innermost element around it must hold.
_MOST = 0.9
#: Characters of JSON-LD's own text below which it is a cut.
_WHOLE = 400

# Boxes beside or between the text, by the words of which their classes and ids are made. Only such words as
# nobody gives to what holds an article's own paragraphs.
_BOX = re.compile(
    r"(?:^|[^a-z])(?:related\w*|recirc\w*|recommend\w*|newsletters?|subscribe|signup|sign-up|share|sharing|sharebar|socials?|"
    r"social-\w+|promos?|advert\w*|sponsored|disqus\w*|breadcrumbs?|byline|dateline|timestamp|gallery-overlay|"
    r"most-read|most-popular|popular|trending|outbrain\w*|taboola\w*|tags|tag-?list|author-?bio|author-?box|about-?author|"
    r"paywall[-_]\w+|read-?more|see-?also|print-header|sidebars?)(?![a-z])",
    re.IGNORECASE,
)
# "paywall" alone is what stands behind it: search engines tell publishers to name it so.
_COMMENTS = re.compile(
    r"(?:^|[^a-z])(?:comments?|comentarios?|comentários?|commentaires?|kommentare?|commenti|reacties)(?![a-z])",
    re.IGNORECASE,
)
# They are part of a text, not around it.
_PARTS = frozenset({"ol", "ul", "li", "dl", "dt", "dd", "blockquote", "p"})
_BESIDE = ("aside", "nav", "footer")
_ASIDE = frozenset({*_BESIDE, "figure", "figcaption", "form"})
#: The share of the text beyond which an element is no box.
_BOXED = 0.3
_TEASER = re.compile(
    r"[\[(]?\s*(?:(?:read|see|watch|related|also|more|must|don.t miss|lire|lee|lea|leia|leggi|lesen|mehr|à lire|voir)"
    r"\b[^:]{0,40}:|read more\b|also on\b|see also\b|related\b)",
    re.IGNORECASE,
)
_INVITATION = re.compile(
    r"\bfollow (?:\S+ ){0,6}on (?:twitter|facebook|instagram|x)\b|\bfollow (?:him|her|them|us)\b"
    r"|\bsign up (?:for|to)\b|\bsubscribe (?:to|now)\b"
    r"|\breach the reporters?\b|\bemail \w+ (?:\w+ )?at\b|\bclick here\b|\blike this story\b|\bletters? to the editor\b"
    r"|\bis a (?:staff|senior|freelance) (?:writer|reporter|editor)\b",
    re.IGNORECASE,
)
_INVITATION_LENGTH = 300
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w.-]+\.\w+|(?:twitter|facebook|instagram)\.com/\S+", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE_WORDS = 14


@dataclass(frozen=True, kw_only=True, slots=True)
class MainText:
    """The blocks of the article in order; ``head`` are those that stand before the first of them.

    ``around`` is the innermost element that holds most of them, or ``None`` when there is no text.
    """

    blocks: tuple[Block, ...]
    head: tuple[Block, ...]
    around: HtmlElement | None


def main_text(page_blocks: Sequence[Block], witnesses: Sequence[str], titles: Iterable[str]) -> MainText:
    """Choose from all blocks of a page.

    ``witnesses`` are what others take for the text; ``titles`` are no part of it.
    """
    accepted = _accepted(page_blocks, witnesses)
    first_prose = next((block for block in accepted if _is_prose(block)), None)
    text = _without_comments(page_blocks, first_prose)
    accepted = _without_comments(accepted, first_prose)
    around = _around(accepted)
    if around is None:
        return MainText(blocks=(), head=(), around=None)
    inside = [block for block in accepted if around in block.above]
    chosen = {*inside, *_alike(text, inside, around)}
    ordered = [block for block in page_blocks if block in chosen or (around in block.above and block.is_heading)]
    before_tail = [block for block in ordered[: len(cut_tail([block.text for block in ordered]))] if block in chosen]
    blocks = _without_last_headings(_without_labels(before_tail, around, {folded(title) for title in titles}))
    first = page_blocks.index(blocks[0]) if blocks else 0
    return MainText(blocks=tuple(blocks), head=tuple(page_blocks[:first]), around=around)


# --- what the witnesses say ---------------------------------------------------------


def tells_prose(text: str) -> bool:
    """Whether a witness tells of more than labels and links; however many these are, they are a menu."""
    return any(len(line) >= _PROSE_LENGTH for line in text.split("\n"))


class _Witness:
    """A text that others take for the article's, for asking whether a block stands in it."""

    def __init__(self, text: str) -> None:
        lines = [words(line) for line in text.split("\n")]
        self._shingles = set(_shingles(tuple(chain.from_iterable(lines))))
        self._lines = set(lines)

    def knows(self, text: tuple[str, ...]) -> bool:
        if len(text) < _SHINGLE:
            return text in self._lines
        parts = _shingles(text)
        return sum(part in self._shingles for part in parts) >= _KNOWN * len(parts)


def _shingles(of: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [of[start : start + _SHINGLE] for start in range(len(of) - _SHINGLE + 1)]


def _accepted(blocks: Sequence[Block], witnesses: Sequence[str]) -> list[Block]:
    """What a witness knows; where they know next to nothing, all prose that does not stand aside."""
    known = [_Witness(text) for text in witnesses]
    rows = {row: any(witness.knows(row_words) for witness in known) for row, row_words in _rows(blocks).items()}
    accepted = [
        block
        for block in blocks
        if (rows[row] if (row := _row(block)) is not None else any(witness.knows(block.words) for witness in known))
    ]
    if sum(len(block.text) for block in accepted) >= _ENOUGH:
        return accepted
    prose = [block for block in blocks if _is_prose(block)]
    return [block for block in prose if not block.stands_in(*_BESIDE)] or prose or accepted


def _row(block: Block) -> HtmlElement | None:
    return next((element for element in block.above[:4] if element.tag == "tr"), None)


def _rows(blocks: Sequence[Block]) -> dict[HtmlElement, tuple[str, ...]]:
    """The words of each row of a table: its cells are too short to be asked for alone."""
    rows: dict[HtmlElement, list[str]] = {}
    for block in blocks:
        if (row := _row(block)) is not None:
            rows.setdefault(row, []).extend(block.words)
    return {row: tuple(row_words) for row, row_words in rows.items()}


# --- what the markup says -----------------------------------------------------------


def _without_comments(blocks: Sequence[Block], first: Block | None) -> list[Block]:
    """The blocks that do not stand in what is named after comments, unless the text begins in there."""
    around = {element for block in blocks for element in block.above} - {*(first.above if first else ())}
    comments = {element for element in around if _COMMENTS.search(_called(element))}
    return [block for block in blocks if comments.isdisjoint(block.above)] if comments else list(blocks)


def _called(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def is_box(element: HtmlElement) -> bool:
    """Whether an element holds something beside the text, by its kind or by what it is called."""
    return element.tag in _ASIDE or _BOX.search(_called(element)) is not None


def _is_prose(block: Block) -> bool:
    """Whether a block is long enough for a sentence, and no list of links."""
    return len(block.text) >= _PROSE_LENGTH and block.linked < _MANY_LINKS * len(block.text)


def _lengths(blocks: Sequence[Block]) -> Counter[HtmlElement]:
    """How many characters of prose stand in each element; of any text where that is not mostly prose."""
    lengths: Counter[HtmlElement] = Counter()
    prose = [block for block in blocks if _is_prose(block)]
    is_mostly_prose = 2 * sum(len(block.text) for block in prose) > sum(len(block.text) for block in blocks)
    for block in prose if is_mostly_prose else blocks:
        for element in block.above:
            lengths[element] += len(block.text)
    return lengths


def _around(accepted: Sequence[Block]) -> HtmlElement | None:
    """The innermost element that holds most of the accepted prose."""
    lengths = _lengths(accepted)
    most = _MOST * max(lengths.values(), default=0)
    holding = [element for element, length in lengths.items() if length >= most and element.tag not in _PARTS]
    return max(holding, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)


def _alike(blocks: Sequence[Block], inside: Sequence[Block], around: HtmlElement) -> Iterator[Block]:
    """Blocks that no witness knows, but that are made as the others are; an advertisement may have hidden them.

    Never those of the next article, which some pages print below the first.
    """
    makes = Counter(_make(block) for block in inside if _is_prose(block))
    articles = {_article(block) for block in inside}
    name = around.get("class")
    for block in takewhile(_is_before_next(inside[-1]), blocks):
        is_near = around in block.above or (name and any(element.get("class") == name for element in block.above))
        if not is_near or block.stands_in(*_BESIDE) or block.linked >= _MANY_LINKS * len(block.text):
            continue
        is_bare = block.element is around and _is_prose(block)
        is_made_alike = (block.element.tag == "p" and makes[_make(block)] > 1) or block.stands_in("blockquote", "pre")
        if (is_made_alike or is_bare) and _article(block) in articles:
            yield block


def _is_before_next(last: Block) -> Callable[[Block], bool]:
    """Whether blocks, asked in order, stand before the first main headline after the last known one."""
    has_passed = False

    def is_before(block: Block) -> bool:
        nonlocal has_passed
        is_next = has_passed and any(element.tag == "h1" for element in block.above[:3])
        has_passed = has_passed or block is last
        return not is_next

    return is_before


def _article(block: Block) -> HtmlElement | None:
    """The outermost ``article`` around a block."""
    return next((element for element in reversed(block.above) if element.tag == "article"), None)


def _make(block: Block) -> tuple[str | None, ...]:
    parent = block.element.getparent()
    above = () if parent is None else (str(parent.tag), parent.get("class"))
    return (str(block.element.tag), block.element.get("class"), *above)


def _without_labels(chosen: Sequence[Block], around: HtmlElement, titles: set[str]) -> list[Block]:
    kept: list[Block] = []
    lengths = _lengths(chosen)
    # What holds a good part of the text is no box, whatever it is called: themes name articles after their tags.
    most = max(lengths.values(), default=0)
    large = {element for element, length in lengths.items() if length > _BOXED * most}
    has_begun = False
    for block in chosen:
        has_begun = has_begun or (_is_prose(block) and folded(block.text) not in titles)
        is_head = _is_head(block, titles) if not has_begun else block.is_heading and folded(block.text) in titles
        if not (is_head or _is_label(block) or _stands_aside(block, around, large)):
            kept.append(block)
    return kept


def _is_label(block: Block) -> bool:
    """Teasers, invitations and addresses, wherever they stand."""
    share = block.linked / len(block.text)
    if _ADDRESS.fullmatch(block.text):
        return not block.linked  # one that is a link is a source
    if is_boilerplate(block.text) or (share > _MANY_LINKS and _TEASER.match(block.text)):
        return True
    if len(block.text) < _INVITATION_LENGTH and _INVITATION.search(block.text):
        return True
    return share > _ONLY_LINKS and len(block.words) > 2 and not block.is_heading and _row(block) is None  # noqa: PLR2004 - a word or two are a name


def _stands_aside(block: Block, around: HtmlElement, large: Collection[HtmlElement]) -> bool:
    """Whether it stands in a box within the element around the text."""
    is_within = around in block.above
    near = takewhile(lambda element: element is not around, block.above) if is_within else block.above[:2]
    return any(is_box(element) for element in near if element not in large)


def _is_head(block: Block, titles: set[str]) -> bool:
    """What pages repeat above the text: the headline, and a line with a date."""
    if folded(block.text) in titles:
        return True
    return len(block.words) <= _DATE_WORDS and _YEAR.search(block.text) is not None and not block.is_heading


def _without_last_headings(kept: list[Block]) -> list[Block]:
    while kept and kept[-1].is_heading:
        kept = kept[:-1]
    return kept
