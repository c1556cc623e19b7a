"""What goes out comes back: the export of the whole audience, and its import."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from syndicate.audience.exporting import csv_lines, export_rows
from syndicate.audience.model import EndedBy, Ending, Suppression
from syndicate.audience.store import AudienceStore
from syndicate.storage import Database
from tests.integration.list_parts import NOON, a_list, bring, mailable, one

ANN, BOB, CY = "ann@example.com", "bob@example.com", "cy@example.com"
PLAIN = f"email\n{ANN}\n{BOB}\n{CY}\n"


def test_our_own_export_puts_everything_back(
    sqlite_database: Database, postgres_database: Database, tmp_path: Path
) -> None:
    rows = f"{ANN},regular,,2022-01-02\n{BOB},unsubscribed,2024-02-03,\n{CY},complained,2024-05-06,\n"
    listed = a_list(tmp_path, f"email,subscriber_type,unsubscription_date,creation_date\n{rows}", "button.csv")
    bring(sqlite_database, listed, consent='and we asked, "twice"\n; =1+1')
    formulas = "=cmd|' /C calc'!A0", "+1", "-x", "@y", "'t Hooft", "''=z", "＝wide", "\u202egnp.exe", 'a "b", c', "d"
    text = "".join(f'=f{n}@example.com,"{name.replace(chr(34), chr(34) * 2)}"\n' for n, name in enumerate(formulas))
    bring(sqlite_database, a_list(tmp_path, f"email,name\n{text}"), newsletter="weekly")
    with sqlite_database.write() as connection:
        store = AudienceStore(connection)
        store.end(one(sqlite_database, "=f9@example.com").id, Ending(at=NOON, by=EndedBy.ONE_CLICK))
        store.suppress(Suppression(address_key="=f8@example.com", reason="blocked", since=NOON, source="operator"))
        exported = "".join(csv_lines(export_rows(store)))
    cells = [cell for line in exported.split("\r\n") for cell in line.split(",")]
    assert not any(cell.lstrip('"').startswith(tuple("=+-@＝")) for cell in cells)
    imported = bring(postgres_database, a_list(tmp_path, exported, "ours.csv"), now=NOON + timedelta(days=30))
    assert (imported.report.system, imported.report.refused) == ("syndicate", 0)
    with sqlite_database.read() as first, postgres_database.read() as second:
        assert list(export_rows(AudienceStore(second))) == list(export_rows(AudienceStore(first)))
    assert mailable(postgres_database) == mailable(sqlite_database) == {ANN}


def test_our_own_export_changes_nothing_where_it_came_from(database: Database, tmp_path: Path) -> None:
    bring(database, a_list(tmp_path, PLAIN), consent="asked")
    with database.read() as connection:
        before = list(export_rows(AudienceStore(connection)))
        exported = "".join(csv_lines(iter(before)))
    assert bring(database, a_list(tmp_path, exported)).counts() == {"known": 3}
    with database.read() as connection:
        assert list(export_rows(AudienceStore(connection))) == before


def test_rows_of_our_export_that_were_changed_by_hand_are_refused_by_name(
    sqlite_database: Database, tmp_path: Path
) -> None:
    bring(sqlite_database, a_list(tmp_path, PLAIN), consent="asked")
    with sqlite_database.read() as connection:
        exported = "".join(csv_lines(export_rows(AudienceStore(connection))))
    broken = exported.replace("confirmed", "gone", 1).replace('[{""kind', '[{""sort', 1)
    imported = bring(sqlite_database, a_list(tmp_path, broken))
    assert [error.where for error in imported.refusals] == ["readers.csv:2"]
