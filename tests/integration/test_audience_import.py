"""Who left elsewhere stays away, who bounced is written to by nobody, and nobody is mailed without a ground."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syndicate.audience.model import EndedBy, Ground, GroundKind, SignupResult, Wishes
from syndicate.audience.store import AudienceStore
from syndicate.errors import BadDataError
from syndicate.storage import Database
from syndicate.text.mailboxes import read_mailbox
from tests.integration.list_parts import NOON, a_list, barred, bring, grounds, mailable, one, people, states
from tests.profiles import effort

ANN, BOB, CY = "ann@example.com", "bob@example.com", "cy@example.com"
PLAIN = f"email\n{ANN}\n{BOB}\n{CY}\n"

MAILCHIMP = "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LEID,EUID"
UNSUBSCRIBED = f"{MAILCHIMP},UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER"
CLEANED = f"{MAILCHIMP},CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,CLEAN_CAMPAIGN_ID"
BUTTONDOWN = "id,email_address,creation_date,type,unsubscription_date,unsubscription_reason"
CHIMP = "Bob,Ray,2,2023-01-02 03:04:05,192.0.2.1,2023-01-02 03:05:05,192.0.2.1,1,a1"


def add(database: Database, address: str, newsletter: str = "morning", now: datetime = NOON) -> SignupResult:
    ground = Ground(kind=GroundKind.OPERATOR, wording="they asked", recorded_at=now, given_at=now)
    with database.write() as connection:
        store = AudienceStore(connection)
        return store.subscribe(read_mailbox(address), newsletter, now=now, grounds=[ground], renew=False)


# Each says of bob that he left, in the way of its system; the date is what it says of when.
LEFT = {
    "mailchimp": (f"{UNSUBSCRIBED}\n{BOB},{CHIMP},2024-02-03 04:05:06,News,1,NO_LONGER,\n", "2024-02-03"),
    "ghost": (f"id,email,name,subscribed_to_emails,created_at,deleted_at\n1,{BOB},Bob,FALSE,2023-01-01,\n", None),
    "ghost, deleted": (f"email,subscribed_to_emails,deleted_at\n{BOB},true,2024-02-03T04:05:06.000Z\n", "2024-02-03"),
    "substack": (f"Email,Active Subscription,Expiry,Plan,Email Disabled\n{BOB},true,,yearly,TRUE\n", None),
    "buttondown, old": (f"email,subscriber_type,unsubscription_date\n{BOB},unsubscribed,2024-02-03\n", "2024-02-03"),
    "buttondown": (f"{BUTTONDOWN}\n1,{BOB},2023-01-01,unsubscribed,2024-02-03T04:05:06Z,\n", "2024-02-03"),
    "buttondown, removed": (f"email_address,creation_date,type\n{BOB},2023-01-01,removed\n", None),
    "listmonk": (
        f"uuid,email,name,attributes,status,created_at,updated_at\n1,{BOB},Bob,{{}},disabled,2023,2023\n",
        None,
    ),
}
BARRED = {
    "mailchimp, cleaned": (f"{CLEANED}\n{BOB},{CHIMP},2024-02-03 04:05:06,News,1\n", "bounced"),
    "buttondown, undeliverable": (f"email,creation_date,type\n{BOB},2023,undeliverable\n", "bounced"),
    "buttondown, complained": (f"email,creation_date,type\n{BOB},2023,complained\n", "complained"),
    "buttondown, spammy": (f"email,subscriber_type\n{BOB},spammy\n", "blocked"),
    "listmonk": (f"uuid,email,status\n1,{BOB},blocklisted\n", "blocked"),
}


@pytest.mark.parametrize("system", LEFT)
def test_who_left_elsewhere_is_ended_with_the_date_of_it(database: Database, tmp_path: Path, system: str) -> None:
    text, day = LEFT[system]
    imported = bring(database, a_list(tmp_path, text), consent="asked")
    bob = one(database, BOB)
    assert (imported.counts(), bob.state, bob.ended_by) == ({"ended": 1}, "ended", EndedBy.IMPORT)
    assert bob.ended_at
    assert bob.ended_at.date().isoformat() == (day or "2026-11-22")
    assert bob.ended_source
    assert "readers.csv" in bob.ended_source
    assert imported.report.sha256 in bob.ended_source
    assert grounds(database, BOB) == []


@pytest.mark.parametrize("system", LEFT)
def test_who_is_here_and_left_elsewhere_is_ended_here(database: Database, tmp_path: Path, system: str) -> None:
    bring(database, a_list(tmp_path, PLAIN), consent="asked", now=NOON - timedelta(days=1))
    bring(database, a_list(tmp_path, LEFT[system][0]))
    assert states(database) == {ANN: "confirmed", BOB: "ended", CY: "confirmed"}
    assert mailable(database) == {ANN, CY}


@pytest.mark.parametrize("first", [*LEFT, *BARRED])
def test_both_stay_so_at_any_further_import(database: Database, tmp_path: Path, first: str) -> None:
    text = (LEFT | BARRED)[first][0]
    bring(database, a_list(tmp_path, text))
    again = f"{MAILCHIMP}\n{BOB},{CHIMP}\n"
    for later in (PLAIN, again, "email,subscribed_to_emails\nbob@example.com,true\n"):
        imported = bring(database, a_list(tmp_path, later), consent="asked again and again")
        assert imported.counts().get("ended_before", 0) + imported.counts().get("barred", 0) == 1
    assert BOB not in mailable(database)
    assert states(database).get(BOB) in {None, "ended"}


def test_a_subscription_here_that_is_newer_than_the_end_elsewhere_is_kept_and_told(
    database: Database, tmp_path: Path
) -> None:
    add(database, BOB, now=datetime(2024, 2, 4, tzinfo=UTC))
    imported = bring(database, a_list(tmp_path, LEFT["buttondown"][0]))
    assert (imported.counts(), states(database)) == ({"kept": 1}, {BOB: "confirmed"})
    assert imported.kept == [
        "readers.csv:2: bob@example.com left elsewhere (2024-02-03), but asked for morning here later"
    ]


@pytest.mark.parametrize("day", [2, 3])
def test_one_that_is_older_or_of_the_same_day_is_ended(database: Database, tmp_path: Path, day: int) -> None:
    add(database, BOB, now=datetime(2024, 2, day, tzinfo=UTC))
    bring(database, a_list(tmp_path, LEFT["buttondown, old"][0]))
    assert states(database) == {BOB: "ended"}


def test_an_import_is_no_wish_of_the_person_so_the_order_of_two_lists_does_not_matter(
    database: Database, tmp_path: Path
) -> None:
    bring(database, a_list(tmp_path, PLAIN), consent="asked")
    bring(database, a_list(tmp_path, LEFT["mailchimp"][0]), now=NOON + timedelta(days=1))
    assert states(database)[BOB] == "ended"


def test_an_end_elsewhere_ends_this_newsletter_alone(database: Database, tmp_path: Path) -> None:
    add(database, BOB, "weekly", now=datetime(2020, 1, 1, tzinfo=UTC))
    bring(database, a_list(tmp_path, LEFT["mailchimp"][0]))
    assert {each.newsletter: each.state.value for each in people(database)} == {
        "morning": "ended",
        "weekly": "confirmed",
    }


@pytest.mark.parametrize("system", BARRED)
def test_an_address_that_cannot_be_written_to_is_suppressed_for_all_newsletters(
    database: Database, tmp_path: Path, system: str
) -> None:
    text, reason = BARRED[system]
    add(database, BOB, "weekly")
    imported = bring(database, a_list(tmp_path, text), consent="asked", newsletter=None)
    assert (imported.counts(), barred(database)) == ({"suppressed": 1}, {BOB: reason})
    assert mailable(database) == set()
    assert add(database, BOB) is SignupResult.SUPPRESSED
    with database.read() as connection:
        assert AudienceStore(connection).count("weekly") == 0
    assert bring(database, a_list(tmp_path, text)).counts() == {"known": 1}


def test_a_suppression_is_dated_by_the_column_that_dates_it(database: Database, tmp_path: Path) -> None:
    text = f"email,type,creation_date,undeliverability_date\n{BOB},undeliverable,2023-01-01,2024-03-04\n"
    bring(database, a_list(tmp_path, text))
    with database.read() as connection:
        found = AudienceStore(connection).suppressions_of([BOB])[BOB]
    assert found.since == datetime(2024, 3, 4, tzinfo=UTC)


def test_a_suppression_keeps_the_date_and_the_place_of_the_export(database: Database, tmp_path: Path) -> None:
    bring(database, a_list(tmp_path, BARRED["mailchimp, cleaned"][0], "cleaned.csv"))
    with database.read() as connection:
        found = AudienceStore(connection).suppressions_of([BOB])[BOB]
    assert found.since == datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert found.source.startswith("cleaned.csv, column CLEAN_TIME, sha256 ")


@pytest.mark.parametrize(
    ("name", "state", "reason"),
    [
        ("subscribed_email_audience_export_1a2b.csv", "confirmed", {}),
        ("unsubscribed_email_audience_export_1a2b.csv", "ended", {}),
        ("cleaned_email_audience_export_1a2b.csv", None, {BOB: "bounced"}),
        ("nonsubscribed_email_audience_export_1a2b.csv", "unconfirmed", {}),
        ("Mailchimp cleaned 2024.csv", None, {BOB: "bounced"}),
    ],
)
def test_mailchimps_files_are_told_apart_by_name_where_the_columns_that_say_it_were_cut(
    database: Database, tmp_path: Path, name: str, state: str | None, reason: dict[str, str]
) -> None:
    bring(database, a_list(tmp_path, f"{MAILCHIMP}\n{BOB},{CHIMP}\n", name), consent="asked")
    assert (states(database).get(BOB), barred(database)) == (state, reason)


def test_files_of_mailchimp_put_into_one_sheet_are_told_apart_row_by_row(database: Database, tmp_path: Path) -> None:
    rows = f"{ANN},{CHIMP},,\n{BOB},{CHIMP},2024-02-03 04:05:06,\n{CY},{CHIMP},,2024-02-03 04:05:06\n"
    bring(database, a_list(tmp_path, f"{MAILCHIMP},UNSUB_TIME,CLEAN_TIME\n{rows}"))
    assert (states(database), barred(database)) == ({ANN: "confirmed", BOB: "ended"}, {CY: "bounced"})


@pytest.mark.parametrize(
    ("text", "kind", "column", "asked"),
    [
        (f"{MAILCHIMP}\n{BOB},{CHIMP}\n", "export", "CONFIRM_TIME", "2023-01-02T03:05:05+00:00"),
        (
            f"email,subscribed_to_emails,created_at\n{BOB},true,2022-01-02\n",
            "export",
            "subscribed_to_emails",
            "2022-01-02",
        ),
        (f"email,subscriber_type,creation_date\n{BOB},regular,2022-01-02\n", "export", "subscriber_type", "2022-01-02"),
    ],
)
def test_the_ground_of_an_export_names_its_column_and_the_file(
    database: Database, tmp_path: Path, text: str, kind: str, column: str, asked: str
) -> None:
    imported = bring(database, a_list(tmp_path, text, "export.csv"))
    [ground] = grounds(database, BOB)
    assert (ground.kind, ground.column, ground.file_name) == (kind, column, "export.csv")
    assert ground.file_hash == imported.report.sha256
    assert ground.given_at
    assert ground.given_at.isoformat().startswith(asked)


def test_a_stated_ground_is_kept_with_its_date_and_the_hash_of_the_file(database: Database, tmp_path: Path) -> None:
    imported = bring(database, a_list(tmp_path, PLAIN), consent="paper forms, 2019–2024")
    bring(database, a_list(tmp_path, PLAIN), consent="paper forms, 2019–2024", now=NOON + timedelta(days=1))
    assert grounds(database, ANN) == [
        Ground(
            kind=GroundKind.STATED,
            wording="paper forms, 2019–2024",
            recorded_at=NOON,
            file_name="readers.csv",
            file_hash=imported.report.sha256,
        )
    ]


@pytest.mark.parametrize("when", ["", "0000-00-00 00:00:00", "soon"])
def test_a_confirmation_without_a_date_is_none(database: Database, tmp_path: Path, when: str) -> None:
    row = CHIMP.replace("2023-01-02 03:05:05", when)
    bring(database, a_list(tmp_path, f"{MAILCHIMP}\n{BOB},{row}\n"))
    assert states(database) == {BOB: "unconfirmed"}


def test_without_a_ground_people_are_unconfirmed_until_one_is_stated(database: Database, tmp_path: Path) -> None:
    path = a_list(tmp_path, PLAIN)
    assert bring(database, path).counts() == {"unconfirmed": 3}
    assert mailable(database) == set()
    assert bring(database, path, consent="asked").counts() == {"confirmed": 3}
    assert mailable(database) == {ANN, BOB, CY}


def test_who_never_answered_the_other_systems_question_is_not_confirmed_by_a_word_for_the_file(
    database: Database, tmp_path: Path
) -> None:
    bring(database, a_list(tmp_path, f"email,subscriber_type\n{BOB},unactivated\n"), consent="asked")
    assert states(database) == {BOB: "unconfirmed"}


@pytest.mark.parametrize("again", [False, True])
def test_a_rehearsal_tells_what_an_import_then_does_and_changes_nothing(
    database: Database, tmp_path: Path, *, again: bool
) -> None:
    add(database, ANN)
    bring(database, a_list(tmp_path, BARRED["listmonk"][0]))
    rows = f"{ANN},regular,\n{BOB},regular,\n{CY},regular,\n{CY},unsubscribed,2025-01-01\ndi@example.com,gifted,\n"
    path = a_list(tmp_path, f"email,subscriber_type,unsubscription_date\n{rows}{CY},regular,\nnobody,regular,\n")
    before = (people(database), barred(database), grounds(database, ANN))
    rehearsed = bring(database, path, is_rehearsal=True, consent="asked" if again else None)
    assert (people(database), barred(database), grounds(database, ANN)) == before
    done = bring(database, path, consent="asked" if again else None)
    assert (rehearsed.counts(), rehearsed.refused()) == (done.counts(), done.refused())


def test_a_rehearsal_over_several_batches_remembers_the_earlier_ones(database: Database, tmp_path: Path) -> None:
    many = "".join(f"r{number}@example.com\n" for number in range(1_500))
    path = a_list(tmp_path, f"email\n{many}{many}")
    assert bring(database, path, is_rehearsal=True).counts() == {"unconfirmed": 1_500, "known": 1_500}
    assert people(database) == []


def test_each_bad_row_is_named_with_its_reason_and_the_others_are_taken(
    sqlite_database: Database, tmp_path: Path
) -> None:
    rows = [
        b"ann@example.org",
        b"ann at example.org",
        b"bob@example.org,Bob,evening",
        b"bob@example.org,Bob,,Mars/Base",
        b"bob@example.org,Bob,,,germanic",
        b'"bob@example.org,Bob',
        b'bob@example.org,"Bob" Ray',
        b"bob@example.org,Bob,,,,more",
        b"bob@example.org,B\xfcb",
        b"bob@example.org,B\x00b",
        b"bob@example.org," + b"x" * 400_000,
        b"bob@example.org," + b"x" * 201,
        b",Nobody",
        b"carl@example.org,Carl",
    ]
    path = a_list(tmp_path, b"\n".join([b"address,name,newsletter,time_zone,language", *rows]))
    imported = bring(sqlite_database, path, consent="asked")
    assert list(states(sqlite_database)) == ["ann@example.org", "carl@example.org"]
    assert [error.where for error in imported.refusals] == [f"readers.csv:{line}" for line in range(3, 15)]
    expected = [
        "form name@domain",
        "no newsletter “evening”",
        "“Mars/Base” is not a time zone",
        "“germanic” is not a language tag",
        "quotation marks",
        "quotation marks",
        "6 fields stand under 5 columns",
        "not UTF-8",
        "NUL",
        "longer than any list's",
        "name is longer",
        "address is empty",
    ]
    for message, part in zip(imported.refused(), expected, strict=True):
        assert part in message


def test_two_slips_with_quotation_marks_swallow_nobody_without_a_word(
    sqlite_database: Database, tmp_path: Path
) -> None:
    text = 'email,name\nann@example.com,"Ann\nbob@example.com,Bob\ncy@example.com,Cy"\ndi@example.com,Di\n'
    imported = bring(sqlite_database, a_list(tmp_path, text), consent="asked")
    assert states(sqlite_database) == {"di@example.com": "confirmed"}
    assert "runs on to line 4, and line 3 in it looks like a row" in imported.refused()[0]


def test_the_file_says_nothing_by_a_newsletters_name_that_is_missing(sqlite_database: Database, tmp_path: Path) -> None:
    imported = bring(sqlite_database, a_list(tmp_path, f"email\n{ANN}\n"), newsletter=None)
    assert imported.refused() == ["readers.csv:2: no newsletter is named"]


def test_every_column_ends_up_in_the_subscription(sqlite_database: Database, tmp_path: Path) -> None:
    header = "Time_Zone,Name,EMAIL,Newsletter,Sections,Language"
    bring(sqlite_database, a_list(tmp_path, f'{header}\nEurope/Berlin,"Lee, Ann",{ANN},weekly,World; Culture,DE\n'))
    [found] = people(sqlite_database)
    assert (found.subscriber.name, found.newsletter, found.wishes.cadence) == ("Lee, Ann", "weekly", None)
    assert found.wishes == Wishes(sections=("World", "Culture"), time_zone="Europe/Berlin", language="de")


def test_a_long_file_costs_no_memory(sqlite_database: Database, tmp_path: Path) -> None:
    def peak(count: int) -> int:
        path = a_list(tmp_path, "email\n" + "".join(f"r{number}@example\n" for number in range(count)))
        tracemalloc.start()
        bring(sqlite_database, path)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    def refusals(count: int) -> int:
        # The list of refusals is the test's own; it grows by an error a row.
        return count * 2_500

    peak(100)
    assert peak(6_000) - refusals(6_000) < peak(1_000) + 500_000


@given(rows=st.lists(st.text(st.characters(), max_size=60), max_size=8))
@settings(effort(2 / 5), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_a_file_it_is_counted_refused_or_empty(
    sqlite_database: Database, tmp_path: Path, rows: list[str]
) -> None:
    text = "\n".join(["address,name", *rows]).encode("utf-8", "surrogatepass")
    try:
        imported = bring(sqlite_database, a_list(tmp_path, text), consent="asked")
    except BadDataError:
        return
    assert imported.report.refused == len(imported.refusals)
    assert sum(imported.counts().values()) + imported.report.refused <= len(text.splitlines()) + text.count(b"\r")
