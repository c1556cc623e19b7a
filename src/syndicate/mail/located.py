"""A mail compiled once more so that each element knows its template and line: only when something has to be told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from syndicate.mail.mjml import MARK
from syndicate.mail.pipeline import compile_plainly, inlined_css
from syndicate.mail.places import FIELD_MARK, place_before, sheets_of
from syndicate.mail.style.cascade import StyleSource

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PLACE = "data-place"
_KEY = "at-"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(
    rf"<(?P<name>[A-Za-z][A-Za-z0-9-]*){MARK}(?P<place>[^{MARK}]*){MARK}"
    r"""(?P<rest>(?:[^<>"']|"[^"]*"|'[^']*')*?)(?P<end>/?>)""",
    re.DOTALL,
)
_DEFAULTS = re.compile(r"<mj-attributes\b.*?</mj-attributes>", re.DOTALL)
_CLASS = re.compile(r"""\bcss-class\s*=\s*(["'])""")
_ATTRIBUTE = re.compile(r"""\b([a-z-]+)\s*=\s*(?:"[^"]*"|'[^']*')""", re.DOTALL)
#: MJML tags that become elements; those of the head do not.
_BODY_TAG = re.compile(r"mj-(?!head|title|preview|style|attributes|breakpoint|all|class|raw|body$)")
_FIELD = re.compile(f"{FIELD_MARK}([a-z_]+){FIELD_MARK}")
_HREF = "https://field.invalid/"


class Located:
    """A page whose elements and style sheets can be traced to the templates of a marked source."""

    def __init__(self, source: str) -> None:
        """Compile the source of a `Rendering`."""
        self._places: list[str] = []
        self._defaults = _DEFAULTS.search(source)
        self._source = source
        compiled = compile_plainly(_FIELD.sub(rf"{_HREF}\g<1>", self._with_keys(source)))
        self.html = re.sub(rf"{re.escape(_HREF)}([a-z_]+)", r"{{\g<1>}}", compiled)
        self.inlined = StyleSource(css=inlined_css(sheets_of(source)), is_inlined=True)

    def place(self, element: HtmlElement, attribute: str = "", name: str = "") -> str:
        """Where the element stands, or its attribute; of what the compiler makes, its MJML tag, or what ``name`` is."""
        for around in (element, *element.iterancestors()):
            if number := around.get(_PLACE):
                return self._of_html(int(number), attribute if around is element else "")
            for key in (around.get("class") or "").split():
                if key.startswith(_KEY):
                    return self._of_mjml(int(key.removeprefix(_KEY)), name)
        return ""

    def _with_keys(self, source: str) -> str:
        parts, start = [], 0
        for comment in _COMMENT.finditer(source):
            parts += [_TAG.sub(self._key, source[start : comment.start()]), comment[0]]
            start = comment.end()
        return "".join([*parts, _TAG.sub(self._key, source[start:])])

    def _key(self, tag: re.Match[str]) -> str:
        name, place, rest = tag["name"], tag["place"], tag["rest"]
        is_default = self._defaults is not None and self._defaults.start() <= tag.start() < self._defaults.end()
        if name.startswith("mj") and (is_default or not _BODY_TAG.match(name)):
            return tag[0]
        number = len(self._places)
        self._places.append(f"{place}\n{name}\n{rest}")
        if not name.startswith("mj"):
            return f'<{name} {_PLACE}="{number}"{rest}{tag["end"]}'
        if match := _CLASS.search(rest):
            rest = f"{rest[: match.end()]}{_KEY}{number} {rest[match.end() :]}"
        else:
            rest = f' css-class="{_KEY}{number}"{rest}'
        return f"<{name}{rest}{tag['end']}"

    def _of_html(self, number: int, attribute: str) -> str:
        place, _, rest = self._places[number].split("\n", 2)
        return _later(place, rest, attribute)

    def _of_mjml(self, number: int, attribute: str) -> str:
        place, name, rest = self._places[number].split("\n", 2)
        names = {match[1] for match in _ATTRIBUTE.finditer(rest)}
        if not attribute or attribute in names or self._defaults is None:
            return _later(place, rest, attribute)
        return self._of_default(name, attribute) or place

    def _of_default(self, name: str, attribute: str) -> str:
        """Where ``mj-attributes`` sets an attribute for the tag."""
        defaults = self._defaults[0] if self._defaults else ""
        for tag in (name, "mj-class", "mj-all"):
            for match in re.finditer(rf"<{tag}{MARK}([^{MARK}]*){MARK}([^>]*)>", defaults):
                if re.search(rf"\b{attribute}\s*=", match[2]):
                    return match[1]
        return ""


def place_of_text(source: str, text: str) -> tuple[str, bool]:
    """Where the text stands first in a marked source, and whether that is in a comment; empty: nowhere."""
    at = source.find(text)
    if at < 0:
        return "", False
    for comment in _COMMENT.finditer(source):
        if comment.start() < at < comment.end():
            marked = source.find(MARK, source.find(MARK, comment.start()) + 1)
            return place_before(source, marked + 1), True
    return place_before(source, at), False


def _later(place: str, rest: str, attribute: str) -> str:
    """The place of an attribute of a tag that goes over several lines."""
    match = re.search(rf"\b{attribute}\s*=", rest) if attribute else None
    file, _, line = place.rpartition(":")
    lines = rest.count("\n", 0, match.start()) if match else 0
    return f"{file}:{int(line) + lines}"
