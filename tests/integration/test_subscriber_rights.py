"""What an operator can prove of consent, a pause by its own command, and what comes in by COPY as it was written."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from syndicate.audience.consents import ConsentLedger
from syndicate.audience.exporting import csv_lines, export_rows
from syndicate.audience.imports import importing
from syndicate.audience.imports.files import open_list
from syndicate.audience.imports.request import ImportRequest
from syndicate.audience.model import Ground
from syndicate.audience.store import AudienceStore
from syndicate.config import load
from syndicate.publishing.wiring import open_parts
from syndicate.storage import Database
from syndicate.storage.bulk import MANY
from syndicate.storage.tables import consents
from syndicate.text.mailboxes import read_mailbox
from tests.commands import Invoke, given
from tests.integration.list_parts import a_list, bring, people
from tests.newsroom import Newsroom

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ODD = ["tab\there", "back\\slash", "\\N", 'quo"te', "=cmd|'/c calc'!A1", "a'); DELETE FROM subscribers; --", "é\u00a0ü"]


def test_consent_tells_each_act_the_oldest_first(invoke: Invoke) -> None:
    given(invoke, "subscribers", "add", "cy@example.org", "--consent", "signed at the fair")
    given(invoke, "subscribers", "end", "cy@example.org")
    [told] = given(invoke, "subscribers", "consent", "CY@example.org")["subscriptions"]
    assert [(act["act"], act["kind"]) for act in told["acts"]] == [("given", "operator"), ("withdrawn", "operator")]
    _, out, _ = invoke("subscribers", "consent", "cy@example.org")
    assert out.index("given by operator: signed at the fair") < out.index("withdrawn by operator")
    assert invoke("subscribers", "consent", "nobody@example.org")[0] == 1


def test_an_audit_holds_what_every_way_in_leaves_behind(newsroom: Newsroom, invoke: Invoke) -> None:
    given(invoke, "subscribers", "add", "cy@example.org")  # beside the sample readers
    given(invoke, "subscribers", "end", "cy@example.org")
    given(invoke, "subscribers", "add", "cy@example.org", "--renew")
    readers = a_list(newsroom.folder, "email\ndi@example.org\n")
    given(invoke, "subscribers", "import", str(readers))
    assert given(invoke, "subscribers", "audit")["confirmed_without_ground"]["count"] == 0
    given(invoke, "subscribers", "import", str(readers), "--consent", "they asked")
    given(invoke, "subscribers", "pause", "cy@example.org", "--for", "3w")
    given(invoke, "subscribers", "pause", "cy@example.org", "--resume")
    given(invoke, "subscribers", "erase", "di@example.org", "--yes")
    told = given(invoke, "subscribers", "audit")
    assert (told["faults"], told["confirmed_without_ground"]["count"], told["erased"]) == ([], 0, 1)
    assert "was erased" in invoke("subscribers", "consent", "di@example.org")[2]


def test_an_audit_names_a_changed_row_and_who_is_mailed_without_a_ground(newsroom: Newsroom, invoke: Invoke) -> None:
    given(invoke, "subscribers", "add", "cy@example.org", "--consent", "signed")
    with open_parts(load(newsroom.folder / "config.toml")) as parts, parts.database.write() as connection:
        connection.execute(update(consents).where(consents.c.wording == "signed").values(wording="forged"))
        AudienceStore(connection).subscribe(read_mailbox("by@hand.example"), "daily", now=NOW)
    told = given(invoke, "subscribers", "audit", code=1)
    assert [fault["fault"] for fault in told["faults"]] == ["it does not say any more what it was sealed with"]
    assert (told["confirmed_without_ground"]["count"], len(told["confirmed_without_ground"]["first"])) == (1, 1)


@pytest.mark.parametrize("arguments", [(), ("--for", "3w", "--resume"), ("--resume", "--catch-up")])
def test_a_pause_is_said_in_one_way(invoke: Invoke, arguments: tuple[str, ...]) -> None:
    given(invoke, "subscribers", "add", "cy@example.org")
    assert invoke("subscribers", "pause", "cy@example.org", *arguments)[0] == 2


def test_a_pause_lasts_and_ends(invoke: Invoke) -> None:
    given(invoke, "subscribers", "add", "cy@example.org")
    [paused] = given(invoke, "subscribers", "pause", "cy@example.org", "daily", "--until", "2199-01-07")[
        "subscriptions"
    ]
    assert (paused["state"], paused["paused_until"][:10]) == ("paused", "2199-01-07")
    [back] = given(invoke, "subscribers", "pause", "cy@example.org", "--resume")["subscriptions"]
    assert back["state"] == "confirmed"


def test_whatever_a_name_holds_comes_in_by_the_thousand_as_it_was_written(database: Database, tmp_path: Path) -> None:
    names = ODD * (MANY // len(ODD) + 2)
    rows = "".join(f'r{n}@example.org,"{name.replace(chr(34), chr(34) * 2)}"\n' for n, name in enumerate(names))
    bring(database, a_list(tmp_path, f"email,name\n{rows}"), consent="they asked; \\N and a\ttab")
    found = {each.address: each.subscriber.name for each in people(database)}
    assert found == {
        f"r{n}@example.org": name.replace("\t", " ").replace("\u00a0", " ") for n, name in enumerate(names)
    }
    with database.read() as connection:
        audit = ConsentLedger(connection).audit()
    assert (audit.rows, audit.broken) == (len(names), ())


def test_an_export_takes_version_and_page_along_and_no_network(database: Database, tmp_path: Path) -> None:
    said = Ground(kind="page", wording="yes", recorded_at=NOW, version="7", page="/join", network="192.0.2.0/24")
    with database.write() as connection:
        AudienceStore(connection).subscribe(read_mailbox("ann@example.org"), "morning", now=NOW, grounds=[said])
        written = "".join(csv_lines(export_rows(AudienceStore(connection))))
    assert "192.0.2" not in written
    with database.write() as connection:
        ids = [each.id for each in AudienceStore(connection).of_address("ann@example.org")]
        connection.exec_driver_sql("DELETE FROM subscribers")
    bring(database, a_list(tmp_path, written))
    [put_back] = people(database)
    assert put_back.id not in ids
    with database.read() as connection:
        [act] = ConsentLedger(connection).of([put_back.id])[put_back.id]
    assert (act.version, act.page, act.network, act.wording) == ("7", "/join", None, "yes")


def test_an_import_tells_how_much_of_the_file_it_has_read(database: Database, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = a_list(tmp_path, "email,note\n" + "".join(f"r{n}@example.org,x\n" for n in range(1_200)))
    request = ImportRequest(newsletters=["morning"], default_newsletter="morning", now=NOW)
    with open_list(path) as file:
        tell = importing.Tell(refused=print, kept=print, read=lambda done, total: told.append((done, total)))
        importing.import_list(file, database, request, tell)
    total = 2 * path.stat().st_size  # it is looked through first, for the column that nobody explained
    assert told == sorted(told)
    assert told[-1] == (total, total)


def test_compacting_is_for_sqlite_and_says_how_long_it_took(invoke: Invoke) -> None:
    given(invoke, "subscribers", "add", "cy@example.org")
    told = given(invoke, "db", "compact")
    assert told["is_log_empty"]
    assert json.dumps(told["seconds"])
