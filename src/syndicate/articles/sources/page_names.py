"""The lasting name of a page: its address without what differs from link to link and leads to the same page."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

#: What campaigns and networks add to an address.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|ref_src", re.IGNORECASE)
#: Other forms of one page.
_FORMS = re.compile(r"/(?:amp|embed)/?\Z")
_LONGEST = 400


def page_name(url: str) -> str:
    """Host and path, and of the query what says which page it is; one of a thousand letters is cut to a digest."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    path = _FORMS.sub("", parts.path).rstrip("/") or "/"
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])]
    query = f"?{urlencode(sorted(kept))}" if kept else ""
    name = f"{host}{port}{path}{query}"
    return (
        name if len(name) <= _LONGEST else f"{name[: _LONGEST // 2]}~{hashlib.sha256(name.encode()).hexdigest()[:32]}"
    )
