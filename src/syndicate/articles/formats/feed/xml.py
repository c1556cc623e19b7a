"""XML (1.0, 5th edition) as it comes from strangers: parsed strictly, and nothing outside of it is ever asked.

No entity is expanded, no document type is loaded, and one that declares anything is refused. Three slips that cost no
letter are forgiven: control characters, which go; prefixes without a namespace, which stay as they are written; and the
names that HTML has for characters (``&nbsp;``), which mean the same here.
"""

from __future__ import annotations

import re
from html.entities import html5

from lxml import etree

# All that XML 1.0 §2.2 does not allow.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECLARATION = re.compile(r"\s*<\?xml\s[^<>]{0,400}\?>")
_BEFORE_ROOT = re.compile(r"(?:\s++|<\?(?:(?!\?>).)*+\?>|<!--(?:(?!-->).)*+-->)*+", re.DOTALL)
_PLAIN_TYPE = re.compile(
    r"<!DOCTYPE\s+[\w:.-]+(?:\s+(?:PUBLIC|SYSTEM)(?:\s+(?:\"[^\"<>\[\]]*\"|'[^'<>\[\]]*')){1,2})?\s*>"
)
# A name of HTML's, and what is skipped in search of one: in a section of CDATA it is text, and the others are dropped.
_NAMED = re.compile(r"&(?!(?:lt|gt|amp|quot|apos);)([a-zA-Z][a-zA-Z0-9]{1,31});")
_NAMED_OUTSIDE = re.compile(
    rf"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|{_NAMED.pattern}", re.DOTALL
)
_UNDECLARED = frozenset({"ERR_UNDECLARED_ENTITY", "WAR_UNDECLARED_ENTITY"})


class BrokenXmlError(ValueError):
    """XML that cannot be read: why, as a sentence for an editor, and where, counted from one."""

    def __init__(self, message: str, line: int, column: int) -> None:
        """Keep all three."""
        super().__init__(message)
        self.message = message
        self.place = f"line {line:,}, column {column:,}"


def parse(text: str) -> etree._Element:
    """The root of a document. Comments and processing instructions are not in it.

    Raises:
        BrokenXmlError: it is not well-formed, larger or deeper than libxml2 reads (ten million characters in one text,
            256 elements in one another), names an entity that neither XML nor HTML knows, or has a document type that
            declares something. Behind a name of HTML's in the same line, the column may be a few off.
    """
    bare = _ILLEGAL.sub("", text)
    # The text is decoded, so what the declaration says of its bytes is over; white space before it does no harm.
    declaration = _DECLARATION.match(bare)
    if declaration:
        bare = re.sub(r"[^\n]", " ", declaration[0]) + bare[declaration.end() :]
    _check_type(bare)
    bare = _without_names(bare)
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,  # for the sake of undeclared prefixes alone; every other error is looked at below
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(bare.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise BrokenXmlError(error.msg.partition(", line")[0], line, column) from error
    _check_errors(parser)
    return root


def _check_type(text: str) -> None:
    match = _BEFORE_ROOT.match(text)
    start = match.end() if match else 0
    if text.startswith("<!DOCTYPE", start) and not _PLAIN_TYPE.match(text, start):
        line_start = text.rfind("\n", 0, start) + 1
        message = "The document type declares something (entities, say), which is never read. Take it out."
        raise BrokenXmlError(message, text.count("\n", 0, start) + 1, start - line_start + 1)


def _without_names(text: str) -> str:
    """The text with HTML's names as numbers, which can be no markup, whatever they mean."""
    return _NAMED_OUTSIDE.sub(_numbered, text) if _NAMED.search(text) else text


def _numbered(match: re.Match[str]) -> str:
    meant = html5.get(f"{match[1]};")
    return match[0] if meant is None else "".join(f"&#{ord(error)};" for error in meant)


def _check_errors(parser: etree.XMLParser) -> None:
    for error in parser.error_log:
        if error.type_name in _UNDECLARED:
            message = f"{error.message}. Neither XML nor HTML knows it; write the character itself."
            raise BrokenXmlError(message, error.line, error.column)
        if error.level_name == "FATAL":
            message = f"{error.message}."
            raise BrokenXmlError(message, error.line, error.column)
