"""Every reader under a fuzzer that looks for new code to reach, for a fixed number of runs with a fixed seed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from syndicate.articles.formats.sniff import DocumentFormat
from tests.contracts.formats import WRITERS, Picture, Story
from tests.unit.articles.article_samples import LAST, LEAD, SECOND, TITLE, a_picture, an_array
from tests.unit.articles.page_samples import (
    ADDRESS,
    PUBLISHED,
    a_meta,
    a_page,
    a_script,
    a_whole_page,
    described,
)

pytestmark = [pytest.mark.slow, pytest.mark.fuzz, pytest.mark.timeout(600)]

REPOSITORY = Path(__file__).parents[2]
RUNS = 4_000

STORY = Story(pictures=(Picture(url="a.jpg"), Picture(url="https://h.example/b.jpg")))
DUMP, MARKDOWN, JSON, PAGE, WORDPRESS, RSS, ATOM, JSON_FEED = (
    WRITERS[form](STORY)
    for form in (
        DocumentFormat.PAGE_DUMP,
        DocumentFormat.FRONT_MATTER,
        DocumentFormat.JSON,
        DocumentFormat.HTML,
        DocumentFormat.WORDPRESS,
        DocumentFormat.RSS,
        DocumentFormat.ATOM,
        DocumentFormat.JSON_FEED,
    )
)
# A description that refers to its author and picture, as WordPress writes it.
GRAPH = {
    "@graph": [
        described(author={"@id": "#ann"}, image={"@id": "#ferry"}, mainEntityOfPage={"@id": ADDRESS}),
        {"@type": "Person", "@id": "#ann", "name": "Ann Reed", "url": "https://h.example/ann"},
        {"@type": ["ImageObject"], "@id": "#ferry", "url": ["a.jpg"], "width": "1200px", "caption": "Dusk"},
        {"@type": "WebPage", "@id": ADDRESS, "datePublished": "2025-10-05", "isAccessibleForFree": "False"},
    ]
}
#: Pages by what speaks for their article: all witnesses, a graph, meta elements alone, the visible text alone.
PAGES = [
    PAGE,
    a_whole_page(keywords="ferries, harbour", image=["a.jpg", {"url": "b.jpg", "width": {"value": 1200}}]),
    a_page(head=a_script(GRAPH, "<!-- {} ; [] -->"), body=f"<p>{LEAD}</p><p>{an_array(a_picture())}</p>"),
    a_page(
        head=a_meta({"og:title": TITLE, "og:image": "//h.example/a.jpg", "article:published_time": PUBLISHED}),
        body=f"<p>{LEAD}</p><table><tr><td>1<td><b>2</table><ul><li>{SECOND}<ol><li>x</ul><blockquote>{LAST}",
    ),
    a_page(
        window=TITLE,
        canonical=None,
        above='<p>By Ann Reed</p><time datetime="2025-10-05T15:34:55Z">Oct 5</time>',
        body=f'<figure><img src="a.jpg" srcset="a.jpg 300w, b.jpg 1200w" alt="x"><figcaption>y</figcaption></figure>'
        f'{LEAD}<br><br>{SECOND} <a href="/x">z</a><aside><p>{LAST}</p></aside>',
    ),
]
#: What the fuzzer starts from, for each target of the harness.
SEEDS = {
    "dump": [DUMP.partition("World » ")[2]],
    "markdown": [MARKDOWN.removeprefix("---\ntitle: "), "Yes: no\n---\n", "x\ntags: [a, {b: c}]\ndraft: yes\n---\ny"],
    "toml": ['"x"\ndate = 2025-10-05T15:34:55+02:00\n[author]\nname = "y"\n+++\nz'],
    "heading": [
        "Some *words* and [a link](https://h.example/ 'x').\n\n| a |\n|---|\n| b |\n\n> q\n\n1. one\n   - two\n"
    ],
    "json": [JSON.removeprefix('{\n  "title": '), '"x", "body_html": "<p>y</p>", "media": [{"url": "a.jpg"}]}'],
    "html": [page.removeprefix("<!DOCTYPE html>") for page in PAGES],
    "wordpress": [
        WORDPRESS.removeprefix("{"),
        '"content": {"rendered": "<p>y</p>"}, "date_gmt": "2025-10-05T15:34:55"}',
    ],
    "rss": [
        RSS.partition("<item>")[2],
        '<guid>a</guid><enclosure url="a.mp3" type="audio/mpeg"/></item></channel></rss>',
    ],
    "atom": [ATOM.partition("<entry>")[2], '<content type="xhtml" xml:base="a"><div>x</div></content></entry></feed>'],
    "feed": [
        RSS.partition("<rss")[2],
        "><channel><item><guid>a</guid></item><item><link>b</link></item></channel></rss>",
    ],
    "json_feed": [
        JSON_FEED.partition('"items": [\n  {')[2],
        '"id": 7, "content_text": "x", "attachments": [{"url": "a.mp3", "mime_type": "audio/mpeg"}]}]}',
    ],
    "json_feed_items": [
        JSON_FEED.partition(",")[2],
        '"language": "de", "author": {"name": "x"}, "items": [{"id": "a"}, {"id": "a"}, 7, {"url": "/b"}]}',
    ],
    "list": ['"a", "title": "x", "body_text": "y"}, {"id": 7, "title": "z", "body_markdown": "w"}]'],
    "body": ["<figure><img src=a.jpg alt=b><figcaption>c</figcaption></figure><table><tr><td>d</table><svg><a>"],
    "date": [
        "Sunday, October 5, 2025, 15:34:55 CET",
        "2025-10-05T15:34:55.123+05:30",
        "at 3:04 p.m. IST on 5 Oct. 2025",
    ],
}


@pytest.mark.parametrize("target", list(SEEDS))
def test_nothing_that_a_fuzzer_makes_up_brings_a_reader_down(target: str, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(SEEDS[target]):
        (corpus / str(number)).write_bytes(seed.encode())
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.fuzz.harness", target, str(corpus), f"-artifact_prefix={tmp_path}/"),
            *(f"-runs={RUNS}", "-seed=1", "-max_len=4000", "-timeout=5", "-rss_limit_mb=2048", "-print_final_stats=1"),
        ],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": f"{REPOSITORY / 'src'}{os.pathsep}{REPOSITORY}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=550,
    )
    assert done.returncode == 0, json.dumps(done.stderr[-4_000:])
    assert f"Done {RUNS} runs" in done.stderr
