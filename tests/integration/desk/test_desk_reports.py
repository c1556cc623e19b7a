"""Reports on the desk over real HTTP: numbers in words, plots that stand alone, and how fast they come."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from sqlalchemy import insert, select, update

from syndicate.storage import Database
from syndicate.storage.tables import deliveries, edition_fates, editions
from tests.unit.web.web_samples import NOW, Door, Newsroom, Reply, enter, fetch

Get = Callable[[str], Reply]
PLOTS = ("growth", "delivery", "bounces", "complaints")


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with Door() as door:
        yield door


@pytest.fixture
def newsroom(sqlite_database: Database, tmp_path: Path) -> Newsroom:
    return Newsroom(sqlite_database, tmp_path)


@pytest.fixture
def get(door: Door, newsroom: Newsroom) -> Get:
    inside = enter(door, newsroom.desk())
    return lambda path: fetch(door.url + path, headers=inside)


def sent(newsroom: Newsroom, number: int, **sums: Any) -> str:
    """A closed edition of a thousand mails, of which so many bounced and complained."""
    at = NOW - timedelta(hours=500 - number)
    edition_id = f"{'e' * 23}{number:03}"
    newsroom.freeze(
        id=edition_id,
        number=number,
        slot=f"slot-{number}",
        first_claimed_at=at,
        closed_at=at,
        mails=1_000,
        subject=f"Subject <b>{number}</b>",
        **({"submitted": 1_000} | sums),
    )
    return edition_id


def heard(newsroom: Newsroom, edition_id: str, **counts: int) -> None:
    with newsroom.database.write() as connection:
        key = connection.execute(select(editions.c.key).where(editions.c.id == edition_id)).scalar_one()
        rows = [{"edition_key": key, "fate": fate, "count": count} for fate, count in counts.items()]
        connection.execute(insert(edition_fates), rows)


def test_nothing_sent_yet_is_said_and_plotted(get: Get) -> None:
    assert "Nothing of it has been sent yet." in get("/reports").text
    page = get("/reports/morning")
    assert "0 readers get it. In the last four weeks 0 came and 0 went." in page.text
    assert "Nothing of it has been sent yet." in page.text
    for name in PLOTS:
        assert get(f"/reports/morning/{name}.svg").status == 200


def test_past_editions_stand_with_numbers_shares_and_what_alarms(get: Get, newsroom: Newsroom) -> None:
    heard(newsroom, sent(newsroom, 1, bounced=80), delivered=917, bounced=80, returned=2, complained=1)
    sent(newsroom, 2)
    page = get("/reports/morning").text
    assert "1,000 of 1,000" in page
    assert "918 (91.80 %)" in page  # with the one who complained
    assert "80 (8.00 %)" in page
    assert "80 of 1000 mails came back for good" in page
    assert "not told" in page  # of the second, of which nothing was heard
    assert "Subject &lt;b&gt;2&lt;/b&gt;" in page
    assert page.index("No. 2") < page.index("No. 1")
    assert "nothing was told of what became of them" in get("/reports").text


def test_a_plot_stands_alone_runs_nothing_and_asks_nobody(get: Get, newsroom: Newsroom) -> None:
    heard(newsroom, sent(newsroom, 1, bounced=10), delivered=980, bounced=10)
    sent(newsroom, 2)
    for name in PLOTS:
        reply = get(f"/reports/morning/{name}.svg")
        assert (reply.status, reply.headers["content-type"]) == (200, "image/svg+xml")
        policy = reply.headers["content-security-policy"]
        assert policy == "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
        drawing = etree.fromstring(reply.body)
        assert {element.tag.rpartition("}")[2] for element in drawing.iter()} <= {
            *("svg", "style", "defs", "g", "path", "rect", "text", "circle"),
        }
        names = {str(name) for element in drawing.iter() for name in element.attrib}
        assert not [name for name in names if name in {"style", "id"} or "href" in name or name.startswith("on")]
        assert b"http" not in reply.body.replace(b"http://www.w3.org/2000/svg", b"")
        assert b"prefers-color-scheme:dark" in reply.body
        assert get(f"/reports/morning/{name}.svg").body == reply.body


def test_drawing_leaves_nothing_behind_in_the_imports_of_the_process(get: Get) -> None:
    assert get("/reports/morning/growth.svg").status == 200
    assert [finder for finder in sys.meta_path if not hasattr(finder, "find_spec")] == []


@pytest.mark.parametrize(
    "path",
    ["/reports/evening", "/reports/morning?before=x", "/reports/morning/none.svg", "/reports/evening/growth.svg"],
)
def test_what_there_is_no_report_on_is_not_there(get: Get, path: str) -> None:
    assert get(path).status == 404


@pytest.mark.slow
def test_four_hundred_editions_of_a_hundred_thousand_deliveries_come_at_once(get: Get, newsroom: Newsroom) -> None:
    for number in range(1, 401):
        sent(newsroom, number, submitted=245)
    with newsroom.database.write() as connection:
        keys = connection.execute(select(editions.c.key, editions.c.id)).all()
        states = ["submitted"] * 245 + ["refused"] * 3 + ["uncertain"] * 2
        for row in keys:
            common = {"edition_key": row.key, "attempts": 1, "fate": None, "settled_at": NOW}
            mails = [{"id": f"{row.id}-{place}", "state": state, **common} for place, state in enumerate(states)]
            connection.execute(insert(deliveries), mails)
        connection.execute(update(editions).values(mails=250, state="closed"))
        connection.execute(
            insert(edition_fates), [{"edition_key": row.key, "fate": "delivered", "count": 240} for row in keys]
        )
    get("/reports/morning")
    fastest = 10.0
    for _ in range(3):
        began = time.perf_counter()
        page = get("/reports/morning").text
        fastest = min(fastest, time.perf_counter() - began)
    assert "No. 400" in page
    assert "No. 351" in page
    assert 'href="?before=351"' in page
    assert "No. 350" in get("/reports/morning?before=351").text
    assert fastest <= 0.3
