"""Exports of other systems, as these write them, made by code: the same four stories, and what lies beside them.

In each are a story with everything, one from before 1970, one with a picture that lies in the archive, one that is a
draft, and whatever else the system mixes in. ``more`` adds later stories, as a later export has them.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from tests.pictures import encoded, quarters

SITE = "https://quay.example"
FIRST = "The night ferry will carry passengers again, the port authority announced on Sunday in the old hall."
SECOND = "Cabins for four hundred people were fitted out in the yard upriver, with <em>brass</em> lamps &amp; all."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p>"
TEXT = f"{FIRST}\n\n{SECOND.replace('<em>brass</em>', 'brass').replace('&amp;', '&')}"
MARKDOWN = f"{FIRST}\n\n{SECOND.replace('<em>brass</em>', '*brass*').replace('&amp;', '&')}\n"

Files = Mapping[str, bytes]


def picture() -> bytes:
    return encoded(quarters(1280, 720), "JPEG", quality=60)


def of_texts(texts: Mapping[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in texts.items()}


# --- WordPress ------------------------------------------------------------------------

_WXR = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/"'
)


def wxr_item(number: int, title: str, at: str, *, slug: str = "", more: str = "", **fields: str) -> str:
    said = {"status": "publish", "type": "post", "body": f"{FIRST}\n\n{SECOND}", "password": ""} | fields
    slug = slug or f"story-{number}"
    return (
        f"<item><title>{escape(title)}</title><link>{SITE}/{at[:4]}/{slug}/</link><dc:creator>areed</dc:creator>"
        f'<guid isPermaLink="false">{SITE}/?p={number}</guid>'
        f"<content:encoded><![CDATA[{said['body']}]]></content:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date_gmt>{at}</wp:post_date_gmt><wp:post_name>{slug}</wp:post_name>"
        f"<wp:status>{said['status']}</wp:status><wp:post_type>{said['type']}</wp:post_type>"
        f"<wp:post_password>{said['password']}</wp:post_password>{more}</item>"
    )


def wordpress(*more: str) -> Files:
    extras = (
        "<excerpt:encoded><![CDATA[A route lost for thirty years]]></excerpt:encoded>"
        '<category domain="category" nicename="world"><![CDATA[World]]></category>'
        '<category domain="post_tag" nicename="ships"><![CDATA[Ships]]></category>'
        "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value></wp:postmeta>"
        "<wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>ferry</wp:meta_value></wp:postmeta>"
    )
    file = f"<wp:attachment_url>{SITE}/wp-content/uploads/2025/10/ferry.jpg</wp:attachment_url>"
    items = [
        wxr_item(71, "Night ferry", "2025-10-05 13:34:55", slug="night-ferry", more=extras),
        wxr_item(72, "The first quay", "1962-03-04 08:00:00"),
        wxr_item(73, "Not yet", "2025-11-01 08:00:00", status="draft"),
        wxr_item(74, "Next year", "2031-01-01 08:00:00", status="future"),
        wxr_item(75, "Locked", "2025-11-02 08:00:00", password="sesame"),  # noqa: S106 - of a story of no one
        wxr_item(76, "About", "2025-11-02 08:00:00", type="page"),
        wxr_item(9, "ferry.jpg", "2025-10-05 13:00:00", type="attachment", status="inherit", more=file),
        *more,
    ]
    author = (
        "<wp:author><wp:author_login>areed</wp:author_login><wp:author_display_name><![CDATA[Ann Reed]]>"
        "</wp:author_display_name></wp:author>"
    )
    head = (
        f"<title>Quay</title><link>{SITE}</link><language>en-GB</language><wp:wxr_version>1.2</wp:wxr_version>{author}"
    )
    text = f'<?xml version="1.0" encoding="UTF-8" ?>\n<rss version="2.0" {_WXR}><channel>{head}{"".join(items)}'
    text += "</channel></rss>"
    return {"quay.WordPress.2026-11-20.xml": text.encode(), "uploads/2025/10/ferry.jpg": picture()}


# --- Blogger --------------------------------------------------------------------------


def blogger_entry(number: int, title: str, at: str, *, kind: str = "POST", status: str = "LIVE") -> str:
    return (
        f"<entry><id>tag:blogger.com,1999:blog-1.post-{number}</id><blogger:type>{kind}</blogger:type>"
        f"<blogger:status>{status}</blogger:status><author><name>Ann Reed</name></author><title>{escape(title)}</title>"
        f'<content type="html">{escape(BODY)}</content><published>{at}</published><updated>{at}</updated>'
        f'<category scheme="tag:blogger.com,1999:blog-1" term="Ships"/>'
        f"<blogger:filename>/{at[:4]}/{at[5:7]}/story-{number}.html</blogger:filename></entry>"
    )


def blogger(*more: str) -> Files:
    entries = [
        blogger_entry(71, "Night ferry", "2025-10-05T13:34:55Z"),
        blogger_entry(72, "The first quay", "1962-03-04T08:00:00Z"),
        blogger_entry(73, "Not yet", "2025-11-01T08:00:00Z", status="DRAFT"),
        blogger_entry(76, "About", "2025-11-02T08:00:00Z", kind="PAGE"),
        blogger_entry(77, "So true", "2025-11-03T08:00:00Z", kind="COMMENT"),
        *more,
    ]
    text = (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:blogger="http://schemas.google.com/blogger/2018"><id>tag:blogger.com,1999:blog-1</id>'
        f"<title>Quay</title>{''.join(entries)}</feed>"
    )
    return {"Takeout/Blogger/Blogs/Quay/feed.atom": text.encode()}


# --- Ghost ----------------------------------------------------------------------------


def ghost_post(number: str, title: str, at: str | None, **fields: Any) -> dict[str, Any]:
    return {
        "id": number, "uuid": f"uuid-{number}", "title": title, "slug": f"story-{number}", "html": BODY,
        "lexical": None, "mobiledoc": None, "feature_image": None, "type": "post", "status": "published",
        "visibility": "public",
        "created_at": at, "updated_at": at, "published_at": at, "custom_excerpt": None,
    } | fields  # fmt: skip


def _lexical() -> str:
    texts = (FIRST, "Cabins for four hundred people were fitted out in the yard upriver, with brass lamps & all.")
    paragraphs = [{"type": "paragraph", "children": [{"type": "extended-text", "text": text}]} for text in texts]
    return json.dumps({"root": {"type": "root", "children": paragraphs}})


def mobiledoc() -> str:
    return json.dumps({
        "version": "0.3.1", "atoms": [["soft-return", "", {}]], "markups": [["em"], ["a", ["href", "https://a.example/"]]],
        "cards": [["image", {"src": "__GHOST_URL__/content/images/old.jpg", "alt": "Old", "caption": "The old quay"}],
                  ["hr", {}], ["unknown", {"x": 1}]],
        "sections": [[1, "p", [[0, [], 0, FIRST]]], [10, 0], [10, 1], [10, 2],
                     [1, "p", [[0, [], 0, "Cabins, with "], [0, [0], 1, "brass"], [0, [1], 1, " lamps"], [1, [], 0, 0],
                               [0, [], 0, "& all."]]],
                     [3, "ul", [[[0, [], 0, "One."]], [[0, [], 0, "Two."]]]]],
    })  # fmt: skip


def ghost(*more: dict[str, Any]) -> Files:
    posts = [
        ghost_post("65a1", "Night ferry", "2025-10-05T13:34:55.000Z", custom_excerpt="A route lost for thirty years",
                   feature_image="__GHOST_URL__/content/images/2025/10/ferry.jpg"),
        ghost_post("65a2", "The first quay", "1962-03-04T08:00:00.000Z", html=None, lexical=_lexical()),
        ghost_post("65a3", "Not yet", None, status="draft"),
        ghost_post("65a4", "Next year", "2031-01-01T08:00:00.000Z", status="scheduled"),
        ghost_post("65a5", "For members", "2025-11-02T08:00:00.000Z", visibility="members", custom_excerpt="In brief"),
        ghost_post("65a6", "About", "2025-11-02T08:00:00.000Z", type="page"),
        ghost_post("65a7", "A letter", "2025-11-02T08:00:00.000Z", status="sent"),
        ghost_post("65a8", "Of old", "2017-11-02T08:00:00.000Z", html=None, mobiledoc=mobiledoc()),
        *more,
    ]  # fmt: skip
    data = {
        "posts": posts,
        "posts_meta": [{"post_id": "65a1", "feature_image_alt": "The ferry at dusk"}],
        "tags": [{"id": "t1", "name": "World", "slug": "world"}, {"id": "t2", "name": "Ships", "slug": "ships"},
                 {"id": "t3", "name": "#hidden", "slug": "hash-hidden", "visibility": "internal"}],
        "posts_tags": [{"post_id": "65a1", "tag_id": tag, "sort_order": place}
                       for tag, place in (("t2", 1), ("t1", 0), ("t3", 2))],
        "users": [{"id": "u1", "name": "Ann Reed", "slug": "ann", "email": "ann@quay.example"}],
        "posts_authors": [{"post_id": post["id"], "author_id": "u1", "sort_order": 0} for post in posts],
        "settings": [{"key": "title", "value": "Quay"}, {"key": "locale", "value": "en"}],
    }  # fmt: skip
    text = json.dumps({"db": [{"meta": {"exported_on": 1, "version": "5.96.0"}, "data": data}]})
    return {"quay.ghost.2026-11-20.json": text.encode(), "content/images/2025/10/ferry.jpg": picture()}


# --- Medium ---------------------------------------------------------------------------


def medium_page(title: str, at: str, number: str, *, summary: str = "") -> str:
    deck = f'<h4 class="graf graf--h4 graf--subtitle">{summary}</h4>' if summary else ""
    return (
        '<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
        f'<title>{title}</title></head><body><article class="h-entry"><header><h1 class="p-name">{title}</h1></header>'
        f'<section data-field="subtitle" class="p-summary">{summary or FIRST[:40]}</section>'
        f'<section data-field="body" class="e-content"><section class="section"><div><hr class="section-divider"></div>'
        f'<h3 class="graf graf--h3 graf--title">{title}</h3>'
        f"{deck}"
        f'<p class="graf graf--p">{FIRST}</p><figure class="graf graf--figure">'
        f'<img class="graf-image" src="https://cdn-images-1.medium.com/max/800/{number}.jpeg">'
        "<figcaption>At dusk</figcaption></figure>"
        f'<p class="graf graf--p">{SECOND}</p></section></section><footer><p>By <a href="https://medium.com/@ann" '
        f'class="p-author h-card">Ann Reed</a> on <a href="https://medium.com/p/{number}"><time class="dt-published" '
        f'datetime="{at}">then</time></a>.</p><p><a href="https://medium.com/@ann/story-{number}" class="p-canonical">'
        "Canonical link</a></p><p>Exported from Medium on November 20, 2026.</p></footer></article></body></html>"
    )


def medium(**more: str) -> Files:
    return of_texts({
        "posts/2025-10-05_Night-ferry-a1b2c3d4e5f6.html": medium_page(
            "Night ferry", "2025-10-05T13:34:55.000Z", "a1b2c3d4e5f6", summary="A route lost for thirty years"
        ),
        "posts/2014-03-04_The-first-quay-b1b2c3d4e5f6.html": medium_page(
            "The first quay", "2014-03-04T08:00:00.000Z", "b1b2c3d4e5f6"
        ),
        "posts/draft_Not-yet-c1b2c3d4e5f6.html": medium_page("Not yet", "2025-11-01T08:00:00.000Z", "c1b2c3d4e5f6"),
        "profile/profile.html": "<p>Ann Reed, ann@quay.example</p>",
        "claps/claps-0001.html": "<p>Clapped</p>",
        **more,
    })  # fmt: skip


# --- Substack -------------------------------------------------------------------------

_COLUMNS = (
    "post_id",
    "post_date",
    "is_published",
    "email_sent_at",
    "type",
    "audience",
    "title",
    "subtitle",
    "podcast_url",
)


def substack(*more: Mapping[str, str]) -> Files:
    rows: list[Mapping[str, str]] = [
        {"post_id": "71.night-ferry", "post_date": "2025-10-05T13:34:55.000Z", "is_published": "true",
         "type": "newsletter", "audience": "everyone", "title": "Night ferry, “again”",
         "subtitle": "A route lost, for thirty years"},
        {"post_id": "72.for-friends", "post_date": "2025-10-06T08:00:00.000Z", "is_published": "true",
         "type": "newsletter", "audience": "only_paid", "title": "For friends", "subtitle": "In brief"},
        {"post_id": "73.not-yet", "post_date": "", "is_published": "false", "type": "newsletter",
         "audience": "everyone", "title": "Not yet"},
        {"post_id": "74.talk", "post_date": "2025-10-06T08:00:00.000Z", "is_published": "true", "type": "thread",
         "audience": "everyone", "title": "Talk"},
        {"post_id": "75.lost", "post_date": "2025-10-06T08:00:00.000Z", "is_published": "true",
         "type": "newsletter", "audience": "everyone", "title": "Lost"},
        *more,
    ]  # fmt: skip
    table = io.StringIO()
    writer = csv.DictWriter(table, _COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    texts = {f"posts/{row['post_id']}.html": BODY for row in rows if row["post_id"] != "75.lost"}
    readers = {
        "email_list.quay.csv": "email\nbo@example.org\n",
        "posts/71.night-ferry.opens.csv": "email\nbo@example.org\n",
    }
    return of_texts({"posts.csv": table.getvalue(), **texts, **readers})


# --- Trees ----------------------------------------------------------------------------


def hugo(**more: str) -> Files:
    toml = (
        '+++\ntitle = "The first quay"\ndate = 1962-03-04T08:00:00Z\ndraft = false\naliases = ["/old-quay/"]\n+++\n\n'
    )
    return {
        **of_texts({
            "hugo.toml": f'baseURL = "{SITE}/"\nlanguageCode = "en-gb"\ntimeZone = "Europe/Berlin"\n'
                         '[permalinks]\nposts = "/:year/:month/:slug/"\n[params]\nauthor = "Ann Reed"\n',
            "content/posts/night-ferry/index.md":
                "---\ntitle: Night ferry\ndate: 2025-10-05 15:34:55\ndescription: A route lost for thirty years\n"
                "slug: night-ferry-again\ncategories: [World]\ntags: [Ships, trains]\naliases: [/ferry/, ../sail]\n"
                "cover:\n  image: ferry.jpg\n  alt: The ferry at dusk\nweight: 3\n---\n\n"
                f"{FIRST}\n\n<!--more-->\n\n"
                '{{< figure src="/images/yard.jpg" alt="The yard" caption="Cabins" >}}\n\n'
                "Cabins for four hundred people were fitted out in the yard upriver, with <em>brass</em> lamps & all. "
                '{{< ref "posts/x" >}}\n',
            "content/history/First Quay.md": toml + MARKDOWN,
            "content/posts/json.md": '{\n"title": "Of braces", "publishDate": "2020-02-02"\n}\n\n' + MARKDOWN,
            "content/posts/not-yet.md": f"---\ntitle: Not yet\ndate: 2025-11-01\ndraft: true\n---\n\n{MARKDOWN}",
            "content/posts/later.md": f"---\ntitle: Later\ndate: 2025-11-01\npublishDate: 2031-01-01\n---\n{MARKDOWN}",
            "content/posts/gone.md": f"---\ntitle: Gone\ndate: 2020-11-01\nexpiryDate: 2021-01-01\n---\n\n{MARKDOWN}",
            "content/posts/_index.md": "---\ntitle: Posts\n---\n",
            "content/about.md": f"---\ntitle: About\n---\n\n{MARKDOWN}",
            **more,
        }),
        "content/posts/night-ferry/ferry.jpg": picture(),
        "static/images/yard.jpg": picture(),
    }  # fmt: skip


def jekyll(**more: str) -> Files:
    return {
        **of_texts({
            "site-main/_config.yml": f'url: "{SITE}"\nbaseurl: /news\ntimezone: Europe/Berlin\nauthor: Ann Reed\n',
            "site-main/_posts/2025-10-05-night-ferry.markdown":
                "---\nlayout: post\ntitle: Night ferry\ndate: 2025-10-05 15:34:55 +0200\ncategories: World Sea\n"
                "tags: ships trains\nexcerpt: A route lost for thirty years\nredirect_from:\n  - /ferry/\n"
                "image: /assets/ferry.jpg\n---\n\n"
                f"{FIRST}\n\n![The yard]({{{{ site.baseurl }}}}/assets/yard.jpg){{: .wide}}\n\n"
                "Cabins for four hundred people were fitted out in the yard upriver, with *brass* lamps & all.\n\n"
                "{% highlight ruby %}\nputs '{{ ferry }}'\n{% endhighlight %}\n",
            "site-main/history/_posts/1962-03-04-first-quay.html": f"---\ntitle: The first quay\n---\n{BODY}",
            "site-main/_posts/2025-11-01-hidden.md": f"---\ntitle: Hidden\npublished: false\n---\n{MARKDOWN}",
            "site-main/_posts/2024-01-02-own-way.md":
                f"---\ntitle: Own way\npermalink: /own/way.html\n---\n{MARKDOWN}",
            "site-main/_posts/undated.md": f"---\ntitle: Undated\n---\n{MARKDOWN}",
            "site-main/_drafts/not-yet.md": f"---\ntitle: Not yet\n---\n{MARKDOWN}",
            "site-main/about.md": f"---\ntitle: About\n---\n{MARKDOWN}",
            **more,
        }),
        "site-main/assets/ferry.jpg": picture(),
        "site-main/assets/yard.jpg": picture(),
    }  # fmt: skip


def pelican(**more: str) -> Files:
    return {
        **of_texts({
            "pelicanconf.py": "import os\nAUTHOR = 'Ann Reed'\nPATH = 'content'\nTIMEZONE = 'Europe/Berlin'\n"
                              "DEFAULT_LANG = 'en'\nARTICLE_URL = '{date:%Y}/{slug}.html'\nSITEURL = ''\n"
                              "os.unlink('/etc/passwd')\n",
            "publishconf.py": f"SITEURL = '{SITE}'\n",
            "content/world/night-ferry.md":
                "Title: Night ferry\nDate: 2025-10-05 15:34\nModified: 2025-10-06 10:00\nTags: ships, trains\n"
                "Slug: night-ferry\nSummary: A route lost for thirty years\n\n"
                f"{FIRST}\n\n![The yard]({{static}}/images/yard.jpg)\n\n"
                "Cabins for four hundred people were fitted out in the yard upriver, with *brass* lamps & all.\n",
            "content/quay.md": f"Title: First quay\nDate: 1962-03-04\nCategory: History\nAuthor: Bo Dale\n\n{MARKDOWN}",
            "content/not-yet.md": f"Title: Not yet\nDate: 2025-11-01\nStatus: draft\n\n{MARKDOWN}",
            "content/secret.md": f"Title: Secret\nDate: 2025-11-01\nStatus: hidden\n\n{MARKDOWN}",
            "content/old.rst": "Old\n###\n\n:date: 2010-01-01\n\nText.\n",
            "content/pages/about.md": f"Title: About\nDate: 2025-11-01\n\n{MARKDOWN}",
            **more,
        }),
        "content/images/yard.jpg": picture(),
    }  # fmt: skip


def eleventy(**more: str) -> Files:
    return {
        **of_texts({
            "eleventy.config.js": "module.exports = () => ({ dir: { input: 'content' } });\n",
            "content/_data/metadata.json": json.dumps({"url": f"{SITE}/", "language": "en"}),
            "content/posts/posts.json": json.dumps({"tags": ["posts"], "author": "Ann Reed", "permalink": "/x/"}),
            "content/posts/2025-10-05-night-ferry.md":
                "---\ntitle: Night ferry\ndate: 2025-10-05T13:34:55Z\ndescription: A route lost for thirty years\n"
                "tags: [posts, ships]\nimage: /img/ferry.jpg\n---\n\n" + MARKDOWN,
            "content/posts/first-quay/index.md":
                f"---\ntitle: The first quay\ndate: 1962-03-04\npermalink: /quay/index.html\n---\n\n{MARKDOWN}",
            "content/posts/not-yet.md": f"---\ntitle: Not yet\ndate: 2025-11-01\ndraft: true\n---\n\n{MARKDOWN}",
            "content/about.md": f"---\ntitle: About\n---\n\n{MARKDOWN}",
            "content/index.njk": "---\ntitle: Home\n---\n{% for post in posts %}{% endfor %}",
            "node_modules/thing/2025-01-01-x.md": "---\ntitle: Thing\n---\nText",
            **more,
        }),
        "public/img/ferry.jpg": picture(),
    }  # fmt: skip


MAKERS: Mapping[str, Callable[..., Files]] = {
    "wordpress": wordpress,
    "blogger": blogger,
    "ghost": ghost,
    "medium": medium,
    "substack": substack,
    "hugo": hugo,
    "jekyll": jekyll,
    "pelican": pelican,
    "eleventy": eleventy,
}
