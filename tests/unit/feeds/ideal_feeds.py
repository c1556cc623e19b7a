"""Documents written by hand that have no fault, for rules to be broken in them one at a time."""

from __future__ import annotations

from syndicate.feedcheck import check

RSS_ADDRESS = "https://news.example/feeds/rss.xml"
ATOM_ADDRESS = "https://news.example/feeds/atom.xml"
JSON_ADDRESS = "https://news.example/feeds/feed.json"

RSS = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:fh="http://purl.org/syndication/history/1.0" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
<title>The Gazette</title>
<link>https://news.example/</link>
<description>News from nowhere.</description>
<language>en-gb</language>
<ttl>15</ttl>
<lastBuildDate>Mon, 06 Oct 2025 08:00:00 +0000</lastBuildDate>
<image><url>https://news.example/mark.png</url><title>The Gazette</title><link>https://news.example/</link><width>88</width></image>
<atom:link href="https://news.example/feeds/rss.xml" rel="self" type="application/rss+xml"/>
<atom:link href="https://hub.example/" rel="hub"/>
<item>
<title>Bread &#x26; roses &#x3C;3</title>
<link>https://news.example/bread?a=1&amp;b=2</link>
<description>Both, &lt;em&gt;please&lt;/em&gt;.</description>
<content:encoded><![CDATA[<p>Bread, <a href="https://news.example/roses">and roses</a>.</p>]]></content:encoded>
<dc:creator>Ada Marsh</dc:creator>
<category>World</category>
<guid isPermaLink="false">tag:news.example,2026:one</guid>
<pubDate>Sun, 05 Oct 2025 15:34:55 +0100</pubDate>
<dcterms:modified>2025-10-06T08:00:00+00:00</dcterms:modified>
<enclosure url="https://news.example/media/a.jpg" length="98765" type="image/jpeg"/>
<media:content url="https://news.example/media/a.jpg" fileSize="98765" type="image/jpeg" medium="image"
 width="1200" height="675">
<media:title type="plain">A loaf</media:title><media:credit role="photographer">Bo</media:credit></media:content>
</item>
<item>
<title>Second</title>
<description>Two.</description>
<guid isPermaLink="false">tag:news.example,2026:two</guid>
<pubDate>Sat, 04 Oct 2025 10:00:00 GMT</pubDate>
</item>
</channel>
</rss>
"""

ATOM = """\
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns:fh="http://purl.org/syndication/history/1.0" xml:lang="en-GB">
<id>tag:news.example,2026:feed</id>
<title>The Gazette</title>
<subtitle>News from nowhere.</subtitle>
<updated>2025-10-06T08:00:00Z</updated>
<author><name>The newsroom</name></author>
<icon>https://news.example/mark.png</icon>
<link rel="self" type="application/atom+xml" href="https://news.example/feeds/atom.xml"/>
<link rel="alternate" type="text/html" href="https://news.example/"/>
<at:deleted-entry ref="tag:news.example,2026:gone" when="2025-10-05T00:00:00Z"/>
<entry>
<id>tag:news.example,2026:one</id>
<title>Bread &amp; roses</title>
<published>2025-10-05T15:34:55+01:00</published>
<updated>2025-10-06T08:00:00Z</updated>
<author><name>Ada Marsh</name></author>
<category term="World"/>
<summary>Both, please.</summary>
<content type="html">&lt;p&gt;Bread, and roses.&lt;/p&gt;</content>
<link rel="alternate" type="text/html" href="https://news.example/bread"/>
<link rel="enclosure" type="image/jpeg" length="98765" href="https://news.example/media/a.jpg"/>
</entry>
<entry>
<id>tag:news.example,2026:two</id>
<title>Second</title>
<published>2025-10-04T10:00:00Z</published>
<updated>2025-10-04T10:00:00Z</updated>
<summary>Two.</summary>
<link rel="alternate" type="text/html" href="https://news.example/second"/>
</entry>
</feed>
"""

JSON = """\
{
  "version": "https://jsonfeed.org/version/1.1",
  "title": "The Gazette",
  "home_page_url": "https://news.example/",
  "feed_url": "https://news.example/feeds/feed.json",
  "next_url": "https://news.example/feeds/archive/3.json",
  "icon": "https://news.example/mark.png",
  "language": "en-GB",
  "authors": [{"name": "The newsroom"}],
  "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
  "_ours": {"deleted": []},
  "items": [
    {
      "id": "tag:news.example,2026:one",
      "url": "https://news.example/bread",
      "title": "Bread & roses",
      "summary": "Both, please.",
      "content_html": "<p>Bread, and roses.</p>",
      "date_published": "2025-10-05T15:34:55+01:00",
      "date_modified": "2025-10-06T08:00:00Z",
      "authors": [{"name": "Ada Marsh", "url": "https://news.example/ada"}],
      "tags": ["World"],
      "language": "en",
      "image": "https://news.example/media/a.jpg",
      "attachments": [{"url": "https://news.example/media/a.jpg", "mime_type": "image/jpeg", "size_in_bytes": 98765}]
    },
    {
      "id": "tag:news.example,2026:two",
      "content_text": "Two.",
      "date_published": "2025-10-04T10:00:00Z",
      "date_modified": "2025-10-04T10:00:00Z"
    }
  ]
}
"""

OPML = """\
<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
<head><title>Feeds of the Gazette</title></head>
<body>
<outline type="rss" text="The Gazette" title="The Gazette" xmlUrl="https://news.example/feeds/rss.xml" htmlUrl="https://news.example/"/>
<outline type="rss" text="World" title="World" xmlUrl="https://news.example/feeds/world.xml" htmlUrl="https://news.example/world"/>
</body>
</opml>
"""

SITEMAP = """\
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url>
<loc>https://news.example/bread</loc>
<news:news>
<news:publication><news:name>The Gazette</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2025-10-05T15:34:55+01:00</news:publication_date>
<news:title>Bread &amp; roses</news:title>
</news:news>
</url>
</urlset>
"""


def faults(document: str, before: str, after: str, address: str | None = None) -> set[str]:
    """The slugs of a document in which one thing was put in place of another; it must have been there."""
    assert before in document, before
    return slugs(document.replace(before, after, 1), address)


def slugs(document: str | bytes, address: str | None = None) -> set[str]:
    content = document.encode() if isinstance(document, str) else document
    return {remark.slug for remark in check(content, address=address)}
