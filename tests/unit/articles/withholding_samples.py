"""Documents of many systems that say, or do not say, that their article is withheld."""

from __future__ import annotations

import json
from typing import Any

from tests.unit.articles.article_samples import LAST, LEAD, SECOND
from tests.unit.articles.feed_samples import an_atom, an_rss

BODY = f"{LEAD}\n\n{SECOND}\n\n{LAST}"
WXR = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/"'
)


def front(*lines: str, fence: str = "---") -> str:
    sign = ":" if fence == "---" else " ="
    title = "title: Night ferry" if sign == ":" else 'title = "Night ferry"'
    return "\n".join((fence, title, *lines, fence, "", BODY))


def headed(*lines: str) -> str:
    return "\n".join(("Title: Night ferry", *lines, "", BODY))


def an_object(**keys: Any) -> str:
    return json.dumps({"title": "Night ferry", "body_text": BODY} | keys, ensure_ascii=False)


def an_item_of_json(**keys: Any) -> str:
    item = {"id": "a", "title": "Night ferry", "content_text": BODY, "date_published": "2025-10-05T10:00:00Z"} | keys
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Quay", "items": [item]})


def a_post_of_the_api(**keys: Any) -> str:
    post = {
        "id": 71,
        "date_gmt": "2025-10-05T13:34:55",
        "status": "publish",
        "link": "https://quay.example/ferry",
        "title": {"rendered": "Night ferry"},
        "content": {"rendered": f"<p>{LEAD}</p><p>{SECOND}</p>", "protected": False},
        "_embedded": {},
    }
    return json.dumps(post | keys)


def a_post(
    inside: str = "", *, status: str | None = "publish", kind: str = "post", text: str = BODY, number: int = 1
) -> str:
    """An item of an export of WordPress."""
    said = "" if status is None else f"<wp:status>{status}</wp:status>"
    return (
        f"<title>Night ferry {number}</title><guid>p{number}</guid><pubDate>Sun, 05 Oct 2025 15:34:55 +0000</pubDate>"
        f"<content:encoded><![CDATA[{text}]]></content:encoded><wp:post_id>{number}</wp:post_id>"
        f"{said}<wp:post_type>{kind}</wp:post_type>{inside}"
    )


def an_export(*items: str, head: str = "<wp:wxr_version>1.2</wp:wxr_version>") -> str:
    return an_rss(*items, head=f"<link>https://quay.example</link>{head}", namespaces=WXR)


def an_rss_item(inside: str) -> str:
    return an_rss(
        f"<title>Night ferry</title><guid>a</guid><pubDate>Sun, 05 Oct 2025 15:34:55 +0000</pubDate>"
        f"<description>{LEAD}</description>{inside}"
    )


def an_entry(inside: str) -> str:
    return an_atom(
        f"<id>a</id><title>Night ferry</title><published>2025-10-05T10:00:00Z</published>"
        f'<content type="text">{LEAD}</content>{inside}'
    )
