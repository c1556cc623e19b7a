"""Columns that may say that people left: refused until somebody explains them, then read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from syndicate.audience.imports.words import Standing
from syndicate.errors import BadDataError
from syndicate.storage import Database
from tests.integration.list_parts import a_list, barred, bring, grounds, names, one, people, states

ANN, BOB, CY = "ann@example.com", "bob@example.com", "cy@example.com"
PLAIN = f"email\n{ANN}\n{BOB}\n{CY}\n"


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Status", "unsubscribed"),
        ("Notes", "asked to be unsubscribed by phone"),
        ("Flag", "Bounced"),
        ("x", "hard bounce"),
        ("Post", "cleaned"),
        ("Group", "Opted Out"),
        ("Comment", "COMPLAINED in May"),
        ("Gruppe", "abgemeldet"),
        ("Groupe", "Désabonné"),
        ("Grupo", "Dado de baja"),
        ("Группа", "отписан"),
        ("区分", "退会"),
        ("Unsubscribed", "yes"),
        ("unsubscribed_at", "2024-01-02"),
        ("Opt-Out", "1"),
        ("Bounce count", "3"),
        ("Deleted at", "2024-01-02"),
        ("Subscribed", "no"),
        ("Active", "FALSE"),
        ("Consent", "0"),
        ("Accepts Email Marketing", "no"),
        ("Einwilligung", "nein"),
        ("Status", "inactive"),
        ("Subscription status", "pending"),
        ("State", "spam"),
        ("", "unsubscribed"),
    ],
)
def test_a_column_that_may_say_that_people_left_refuses_the_file_until_it_is_explained(
    sqlite_database: Database, tmp_path: Path, header: str, value: str
) -> None:
    path = a_list(tmp_path, f"email,{header}\n{ANN},\n{BOB},{value}\n")
    with pytest.raises(BadDataError, match="nobody has said what it means") as caught:
        bring(sqlite_database, path, consent="asked")
    assert caught.value.where == "readers.csv:3"
    assert people(sqlite_database) == []
    bring(sqlite_database, path, consent="asked", mapping=(f"{header or '#2'}=ignore",))
    assert states(sqlite_database) == {ANN: "confirmed", BOB: "confirmed"}


def test_all_such_columns_are_named_at_once_also_far_down_the_file(sqlite_database: Database, tmp_path: Path) -> None:
    many = "".join(f"r{number}@example.com,,\n" for number in range(3_000))
    path = a_list(tmp_path, f"email,One,Two\n{many}{ANN},unsubscribed,\n{BOB},,bounced\n")
    with pytest.raises(BadDataError) as caught:
        bring(sqlite_database, path, consent="asked")
    assert "“One” (“unsubscribed” in line 3002)" in caught.value.message
    assert "“Two” (“bounced” in line 3003)" in caught.value.message
    assert '--map "One=status" --map "Two=status"' in (caught.value.hint or "")
    assert people(sqlite_database) == []


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Notes", "line one"),
        ("Company", "Clean Energy Ltd"),
        ("City", "Baja Mar"),
        ("Unsubscribed", "no"),
        ("Bounces", "0"),
        ("Subscribed", "yes"),
        ("Status", "active"),
        ("Status", "gold"),
        ("State", "Texas"),
        ("State", "NE"),
        ("Signup date", "2024-01-02"),
        ("Unsubscribe link", "https://news.example/u/1"),
        ("Opens", "12"),
        ("Marketing source", "web"),
        ("Tags", "left bank; spam filter tips"),
        ("Deleted at", "0000-00-00 00:00:00"),
        ("Quote", "invalid reasoning is no reasoning"),
    ],
)
def test_ordinary_columns_are_passed_over_and_told(
    sqlite_database: Database, tmp_path: Path, header: str, cell: str
) -> None:
    imported = bring(sqlite_database, a_list(tmp_path, f'email,"{header}"\n{ANN},"{cell}"\n'), consent="asked")
    assert (states(sqlite_database), imported.report.ignored_columns) == ({ANN: "confirmed"}, (header,))


@pytest.mark.parametrize(
    ("header", "cell", "state", "reason"),
    [
        ("Status", "Unsubscribed", "ended", None),
        ("Status", "active", "confirmed", None),
        ("Status", "", "confirmed", None),
        ("Status", "Hard bounce", None, "bounced"),
        ("Status", "spam complaint", None, "complained"),
        ("Status", "gesperrt", None, "blocked"),
        ("Status", "pending", "unconfirmed", None),
        ("Unsubscribed", "yes", "ended", None),
        ("Unsubscribed", "no", "confirmed", None),
        ("Unsubscribed at", "2024-01-02", "ended", None),
        ("Bounced", "x", None, "bounced"),
        ("Subscribed", "false", "ended", None),
        ("Subscribed", "1", "confirmed", None),
        ("Abgemeldet", "ja", "ended", None),
        ("Tier", "gold", "confirmed", None),
    ],
)
def test_a_column_that_was_explained_as_a_status_is_read(
    sqlite_database: Database, tmp_path: Path, header: str, cell: str, state: str | None, reason: str | None
) -> None:
    path = a_list(tmp_path, f"email,{header}\n{BOB},{cell}\n")
    bring(sqlite_database, path, consent="asked", mapping=(f"{header}=status",), words=("gold=subscribed",))
    assert (states(sqlite_database).get(BOB), barred(sqlite_database).get(BOB)) == (state, reason)


def test_a_status_that_nobody_understands_refuses_its_row_until_the_word_is_explained(
    sqlite_database: Database, tmp_path: Path
) -> None:
    path = a_list(tmp_path, f"email,Kode\n{ANN},A7\n{BOB},B1\n")
    imported = bring(sqlite_database, path, consent="asked", mapping=("Kode=status",), words=("A7=subscribed",))
    assert imported.refused() == ["readers.csv:3: “B1” in the column “Kode” is not understood"]
    assert (imported.refusals[0].hint or "").startswith('Say what it means: --word "B1=ended"')
    bring(sqlite_database, path, mapping=("kode=status",), words=("a7=subscribed", "B1=complained"))
    assert (states(sqlite_database), barred(sqlite_database)) == ({ANN: "confirmed"}, {BOB: "complained"})


def test_a_word_that_a_known_export_never_had_refuses_its_row(sqlite_database: Database, tmp_path: Path) -> None:
    imported = bring(sqlite_database, a_list(tmp_path, f"uuid,email,status\n1,{ANN},frozen\n"), consent="asked")
    assert imported.refused() == ["readers.csv:2: “frozen” in the column “status” is not understood"]


def test_columns_can_be_given_the_roles_that_their_headers_do_not_tell(
    sqlite_database: Database, tmp_path: Path
) -> None:
    path = a_list(tmp_path, f"Kontakt,Wer,weg,Formular\n{ANN},Ann,,2023-05-06\n{BOB},Bob,2024-02-03,\n{CY},Cy,,\n")
    mapping = ("Kontakt=address", "wer=name", "#3=ended_at", "Formular=consent")
    bring(sqlite_database, path, mapping=mapping)
    assert states(sqlite_database) == {ANN: "confirmed", BOB: "ended", CY: "unconfirmed"}
    assert names(sqlite_database)[ANN] == "Ann"
    assert one(sqlite_database, BOB).ended_at == datetime(2024, 2, 3, tzinfo=UTC)
    assert grounds(sqlite_database, ANN)[0].wording == "Formular: 2023-05-06"


@pytest.mark.parametrize(
    ("mapping", "reason"),
    [("Shoe=status", "no column “Shoe”"), ("email=shoe", "cannot be “shoe”"), ("email", "not of the form")],
)
def test_a_mapping_that_cannot_be_is_refused(
    sqlite_database: Database, tmp_path: Path, mapping: str, reason: str
) -> None:
    with pytest.raises(BadDataError, match=reason):
        bring(sqlite_database, a_list(tmp_path, PLAIN), mapping=(mapping,))


@pytest.mark.parametrize("name", ["unsubscribed.csv", "bounces-2024.csv", "Suppression list.csv", "abgemeldet_mai.csv"])
def test_a_file_that_is_named_after_people_who_left_is_refused_until_somebody_says_so(
    sqlite_database: Database, tmp_path: Path, name: str
) -> None:
    path = a_list(tmp_path, PLAIN, name)
    with pytest.raises(BadDataError, match="by its name"):
        bring(sqlite_database, path, consent="asked")
    bring(sqlite_database, path, consent="asked", standing=Standing.ENDED)
    assert set(states(sqlite_database).values()) == {"ended"}
