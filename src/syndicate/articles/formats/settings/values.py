"""Plain values out of a table of settings: taken exactly, or left out with a finding that names the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.articles.findings import LIMIT, warning
from syndicate.articles.formats.settings.tree import NodeKind, line_and_column
from syndicate.articles.model import AiUse
from syndicate.text.guessing import nearest
from syndicate.text.plain import one_line, shorten
from syndicate.text.web_addresses import is_plain_address

if TYPE_CHECKING:
    from syndicate.articles.formats.settings.tree import Node
    from syndicate.articles.model import Finding

#: Characters of a title, a deck, a name; items of a list.
TITLE, DECK, NAME, ITEMS = 300, 1_000, 200, 100
_URL = 2_000
#: The largest number that anything is counted by: bytes of a recording.
LARGEST = 99_999_999_999

#: What other programs call the same.
_MEANT = {
    "description": "deck",
    "subtitle": "deck",
    "summary": "deck",
    "dek": "deck",
    "excerpt": "deck",
    "headline": "title",
    "published": "date",
    "pubdate": "date",
    "publishdate": "embargo",
    "lastmod": "updated",
    "modified": "updated",
    "category": "section",
    "categories": "sections",
    "keywords": "tags",
    "language": "lang",
    "locale": "lang",
    "url": "canonical",
    "permalink": "canonical",
    "canonical_url": "canonical",
    "cover": "image",
    "picture": "image",
    "alt": "image_alt",
    "caption": "image_caption",
    "credit": "image_credit",
    "byline": "author",
    "podcast": "audio",
    "sound": "audio",
    "duration": "audio_seconds",
    "premium": "paid",
    "paywall": "paid",
    "by": "author",
}
SCALARS = frozenset({NodeKind.TEXT, NodeKind.PLAIN})


class Values:
    """One table, and what was wrong with it so far.

    ``text`` is the document, for the places in findings; with ``has_pointers`` keys are shown as JSON pointers
    (RFC 6901).
    """

    def __init__(self, table: Node, text: str, *, has_pointers: bool) -> None:
        """Read that table."""
        self.entries = table.entries
        self.findings: list[Finding] = []
        self._text = text
        self._has_pointers = has_pointers

    # --- notes --------------------------------------------------------------------

    def note(self, code: str, message: str, node: Node, name: str) -> None:
        """Warn about a value; the message goes on from its name and place."""
        self.findings.append(warning(code, f"{self.named(name, node)} {message}", node.text))

    def named(self, name: str, node: Node) -> str:
        """The name of a value with its place, as findings begin."""
        shown = shorten(f"/{name}" if self._has_pointers else name, 80)
        return f"“{shown}” ({line_and_column(self._text, node.start)})"

    def note_unknown(self, table: dict[str, Node], keys: tuple[str, ...], above: str = "") -> None:
        """Warn about every key that is not among those; ``above`` is the name of what holds the table."""
        unknown = [name for name in table if name not in keys]
        for name in unknown[:LIMIT]:
            meant = _meant(name, keys)
            hint = f"Do you mean “{meant}”?" if meant else f"Known are {', '.join(keys)}."
            shown = name.replace("~", "~0").replace("/", "~1") if self._has_pointers else name
            self.note("setting-unknown", f"is not known here, so it was left out. {hint}", table[name], above + shown)
        self.findings += self.findings[-1:] * (len(unknown) - LIMIT)  # for `limited` to count

    def note_kind(self, name: str, node: Node, expected: str) -> None:
        """Warn that a value is not what it has to be."""
        self.note("setting-unfit", f"must be {expected}, but it is {node.kind}; it was left out.", node, name)

    # --- plain values ---------------------------------------------------------------

    def present(self, name: str) -> Node | None:
        """The value of a key, unless it is not there or says nothing."""
        node = self.entries.get(name)
        return None if node is None or node.kind is NodeKind.NOTHING else node

    def line(self, name: str, limit: int) -> str | None:
        """The text of a key in one line; ``None`` when there is none."""
        node = self.present(name)
        return None if node is None else self.text_of(node, name, limit)

    def text_of(self, node: Node, name: str, limit: int) -> str | None:
        """The text of a value in one line of at most ``limit`` characters; ``None`` when it is empty or no text."""
        if node.kind not in SCALARS:
            self.note_kind(name, node, "a text")
            return None
        text = one_line(node.text)
        if len(text) > limit:
            self.note("setting-unfit", f"has more than {limit:,} characters; the rest was left out.", node, name)
        return shorten(text, limit) or None

    def whole_number(self, name: str) -> int | None:
        """The number of a key, from 1 to `LARGEST`; ``None`` when it is none."""
        node = self.present(name)
        if node is None:
            return None
        is_number = node.kind in {NodeKind.PLAIN, NodeKind.NUMBER} and node.text.isascii() and node.text.isdigit()
        if not is_number or len(node.text) > len(str(LARGEST)) or not 0 < int(node.text) <= LARGEST:
            self.note_kind(name, node, f"a whole number from 1 to {LARGEST:,}")
            return None
        return int(node.text)

    def either(self, name: str, other: str) -> tuple[str, ...]:
        """The texts of two keys that mean the same."""
        return tuple(dict.fromkeys((*self.lines(name), *self.lines(other))))

    def lines(self, name: str, *, is_parted: bool = False) -> tuple[str, ...]:
        """The texts of a list, or a single one; ``is_parted`` takes ``a, b`` apart."""
        node = self.present(name)
        if node is None:
            return ()
        if node.kind in SCALARS:
            texts = node.text.split(",") if is_parted else [node.text]
            return tuple(dict.fromkeys(line for text in texts if (line := shorten(text, NAME))))[:ITEMS]
        if node.kind is not NodeKind.LIST:
            self.note_kind(name, node, "a text or a list of texts")
            return ()
        lines = (self.text_of(item, place, NAME) for place, item in self.items(name, node, ITEMS))
        return tuple(dict.fromkeys(text for text in lines if text))

    def items(self, name: str, node: Node, most: int) -> list[tuple[str, Node]]:
        """The items of a list with their names, as far as so many are read."""
        if len(node.items) > most:
            self.note("setting-unfit", f"has {len(node.items):,} items; the first {most} were read.", node, name)
        return [(f"{name}/{place}", item) for place, item in enumerate(node.items[:most])]

    def ai_use(self, node: Node | None, name: str) -> AiUse | None:
        """The record that a value is; ``None`` where it says nothing, or nothing that can be read: no claim is made."""
        if node is None or node.kind is NodeKind.NOTHING:
            return None
        word = node.text.strip().lower() if node.kind in SCALARS else ""
        if word in set(AiUse):
            return AiUse(word)
        if word or node.kind not in SCALARS:
            self.note("setting-unfit", f"must be one of {', '.join(AiUse)}; it was left out.", node, name)
        return None

    def address(self, node: Node | None, name: str) -> str | None:
        """The absolute http(s) address that a value is; ``None`` when it is none."""
        if node is None or node.kind is NodeKind.NOTHING:
            return None
        text = self.text_of(node, name, _URL)
        if text is not None and not is_plain_address(text):
            self.note(
                "setting-unfit", "is no address that begins with https:// or http://; it was left out.", node, name
            )
            return None
        return text


def _meant(name: str, keys: tuple[str, ...]) -> str | None:
    folded = one_line(name)[:80].casefold().replace("-", "_")
    close = nearest(folded.replace("_", ""), (*_MEANT, *keys), least_alike=0.75)
    meant = _MEANT.get(close, close)
    return meant if meant in keys else None
