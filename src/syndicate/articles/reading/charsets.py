"""The encoding that a document declares in its first kilobyte (XML 1.0 §4.3.3, WHATWG HTML §13.2.3.2).

Declared is not guessed.
"""

from __future__ import annotations

import re

#: How far a declaration is looked for.
_WITHIN = 1024

_START = re.compile(
    rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|meta|title)\b", re.IGNORECASE | re.DOTALL
)
_META = re.compile(rb"<meta\s[^>]*?charset\s*=\s*[\"']?\s*([a-z0-9_:.-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([a-z0-9_:.-]{1,40})", re.IGNORECASE)

# The labels of the Encoding Standard §4.2 that are still met, with Python's codec. Latin-1 means windows-1252 there;
# in XML it has no letters where windows-1252 has its own, so that is what those who declare it mean.
_CODECS = {
    **dict.fromkeys(("windows-1252", "cp1252", "iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii"), "cp1252"),
    **{f"windows-125{number}": f"cp125{number}" for number in (0, 1, 3, 4, 5, 6, 7, 8)},
    **{f"iso-8859-{number}": f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **dict.fromkeys(("iso-8859-9", "latin5"), "cp1254"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j"), "cp932"),
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "gb_2312-80"), "gb18030"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987"), "cp949"),
    "euc-jp": "euc_jp",
    "big5": "big5hkscs",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "macintosh": "mac-roman",
}


def declared_codec(content: bytes) -> str | None:
    """Python's name of the encoding that a page or XML declares; ``None`` for neither, no declaration, or UTF-8."""
    start = content[:_WITHIN]
    is_page = _START.match(start) is not None
    match = (_META.search(start) or _XML.search(start)) if is_page else _XML.match(start)
    return _CODECS.get(match[1].decode("ascii").lower()) if match else None
