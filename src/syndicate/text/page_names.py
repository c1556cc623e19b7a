"""The lasting name of a page: its address without what differs from link to link and leads to the same page."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

#: What campaigns and networks add to an address, and what asks for another form of the page.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_\w+|igshid|ref_src|amp", re.IGNORECASE)
#: Other forms of one page.
_FORMS = re.compile(r"/(?:amp|embed)/?\Z")
_LONGEST = 400


def page_name(url: str) -> str:
    """Host and path, and of the query what says which page it is; one of a thousand letters is cut to a digest.

    Raises:
        ValueError: the address has a port that is none, or half an IPv6 address.
    """
    parts = urlsplit(url.replace("&amp;", "&"))
    host = (parts.hostname or "").lower()
    port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    path = _FORMS.sub("", parts.path).rstrip("/") or "/"
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])]
    query = f"?{urlencode(sorted(kept))}" if kept else ""
    name = f"{host}{port}{path}{query}"
    return (
        name if len(name) <= _LONGEST else f"{name[: _LONGEST // 2]}~{hashlib.sha256(name.encode()).hexdigest()[:32]}"
    )


def page_claimed(permalink: str | None) -> str | None:
    """The page that an article says it is, with and without ``www.`` alike; ``None``: none, or the root of a site.

    A root is what every article points to where a template is broken.
    """
    try:
        name = page_name(permalink or "").removeprefix("www.")
    except ValueError:
        return None
    host, _, rest = name.partition("/")
    return name if host and rest else None
