"""What a small file may cost that is made of one thing again and again: measured in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

SIZE = 4_900_000
#: Megabytes that a document of 5 MB may take beside what a small one does.
MOST = 100
MEASURED = """
import resource, sys
from zoneinfo import ZoneInfo
from syndicate.articles.reading import Dividing
from syndicate.articles.model import RawDocument
from syndicate.articles.reading import read
from syndicate.articles.review import reviewed
from syndicate.articles.rules import Rules

before, unit, after, size = sys.argv[1:]
rules = Rules(language="en", zone=ZoneInfo("UTC"))

def take(middle):
    content = (before + middle + after).encode()
    raw = RawDocument(source="s", external_id="a", content=content)
    for document in Dividing(own=lambda _: ()).articles(iter([raw])):
        reviewed(read(document, rules), rules)

take("The ferry sails again, the port said on Sunday. ")
least = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
take((unit * (int(size) // len(unit) + 1))[: int(size)])
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - least) // 1024)
"""
RSS = '<rss version="2.0"><channel><title>t</title><item><title>x</title><guid>1</guid>{}<description>'
WORDPRESS = RSS.format('<w:status xmlns:w="http://wordpress.org/export/1.2/">publish</w:status>')


@pytest.mark.parametrize(
    ("before", "unit", "after"),
    [
        *(
            ("", unit, "")
            for unit in ("\n", " ", "\t", "\r\n", " \n", "\u2028", "a", "[", "(", "<p>", "&#10;", "a\n", "•")
        ),
        *(("A Headline\n\nIt sails again, the port said.\n\n", unit, "") for unit in ("\n", "\n\t", "<p>")),
        *(("---\ntitle: x\n---\n\n", unit, "") for unit in ("\n", "\t", "#", ">", "a\n")),
        *(("Title: x\nStatus: published\n\n", unit, "") for unit in ("\n", " ")),
        *(("<!DOCTYPE html><title>x</title><h1>x</h1><p>", unit, "</p>") for unit in ("\n", "<", "< ", "<br>")),
        *((RSS.format(""), unit, "</description></item></channel></rss>") for unit in ("\n", ">", "&lt;p>", "a\n")),
        *((WORDPRESS, unit, "</description></item></channel></rss>") for unit in ("\n", " \n", ">", "a\n")),
        *(('{"title": "x", "body_text": "', unit, '"}') for unit in ("\\n", " ", "a")),
        ('{"title": "x",', "\n", '"body_text": "abc"}'),
    ],
    ids=repr,
)
def test_a_document_of_one_thing_again_and_again_costs_little_memory(before: str, unit: str, after: str) -> None:
    command = [sys.executable, "-c", MEASURED, before, unit, after, str(SIZE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) <= MOST
