"""Feeds a reader with inputs that atheris makes up, guided by the code that they reach.

Run by ``test_fuzzing.py``, or by hand: ``python -m tests.fuzz.harness markdown corpus -max_total_time=600``.
Ends with an error, and leaves the input behind, when a reader fails, hangs, or lets through what must not pass.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

import atheris

with atheris.instrument_imports(include=["syndicate", "markdown_it"]):
    from syndicate.articles import dates
    from syndicate.articles.formats.body.html import body_of_html
    from syndicate.articles.model import Draft, RawDocument
    from syndicate.articles.reading import read
    from syndicate.articles.reading.dividing import Dividing
    from syndicate.articles.review import reviewed
    from syndicate.articles.rules import Rules
    from syndicate.text.html import Outlet, sanitise

RULES = Rules(language="en", zone=ZoneInfo("Europe/Berlin"), zone_names={"IST": "Asia/Kolkata"})
#: What makes the reading choose a form, whatever follows.
STARTS = {
    "dump": b"Home \xc2\xbb World \xc2\xbb ",
    "markdown": b"---\ntitle: ",
    "toml": b"+++\ntitle = ",
    "heading": b"# A heading\n\n",
    "json": b'{"title": ',
    "html": b"<!DOCTYPE html>",
    "wordpress": b'{"title": {"rendered": "x"}, ',
    "rss": b"<rss><channel><item>",
    "atom": b'<feed xmlns="http://www.w3.org/2005/Atom"><entry>',
    "json_feed": b'{"version": "https://jsonfeed.org/version/1.1", "items": [{',
}


def document(start: bytes) -> Callable[[bytes], None]:
    """Reads what begins so as a document."""

    def run(data: bytes) -> None:
        check(read(RawDocument(source="desk", external_id="x", content=start + data), RULES))

    return run


def check(draft: Draft) -> None:
    """Fail where a reader failed, or where a body is not clean."""
    if any(one.code == "unreadable" for one in draft.findings):
        message = "the reader failed; the log says how"
        raise AssertionError(message)
    if any(one.code == "unchecked" for one in reviewed(draft, RULES).findings):
        message = "the review failed; the log says how"
        raise AssertionError(message)
    if draft.body_html:
        clean = sanitise(draft.body_html, Outlet.FEED)
        if "<img" in draft.body_html or clean.count("<") != draft.body_html.count("<"):
            message = f"not clean: {draft.body_html!r}"
            raise AssertionError(message)


def division(start: bytes) -> Callable[[bytes], None]:
    """Divides what begins so, and reads its articles."""

    def run(data: bytes) -> None:
        whole = RawDocument(source="desk", external_id="x", content=start + data)
        for one in Dividing(own=lambda _: ()).articles(iter([whole])):
            check(read(one, RULES))

    return run


def body(data: bytes) -> None:
    """Reads a piece of HTML."""
    found = body_of_html(data.decode("utf-8", "replace"))
    check(Draft(title="x", body_html=found.html, findings=found.findings))


def date(data: bytes) -> None:
    """Reads every date in a text."""
    text = data.decode("utf-8", "replace")
    for found in dates.find_all(text):
        dates.read(found, RULES.zone, RULES.zone_names)


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    **{name: document(start) for name, start in STARTS.items()},
    "list": division(b'[{"id": '),
    "feed": division(b"<rss"),
    "json_feed_items": division(b'{"version": "https://jsonfeed.org/version/1.1", '),
    "body": body,
    "date": date,
}


if __name__ == "__main__":
    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()
