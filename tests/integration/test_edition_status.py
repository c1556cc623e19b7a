"""How an edition fares, told from sums: its states, its pace and its end."""

from __future__ import annotations

import os
import pty
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, update

from syndicate.delivery.ledger import Ledger
from syndicate.delivery.status.lines import EditionStatus
from syndicate.delivery.status.store import StatusSettings, StatusStore
from syndicate.delivery.status.sums import sums_of
from syndicate.digests.store import EditionStore
from syndicate.errors import NotFoundError
from syndicate.publishing.under_way import with_rates
from syndicate.storage import Database, open_database
from syndicate.storage.tables import carriers, deliveries, editions
from tests.commands import Invoke, given
from tests.integration.delivery_parts import EDITION, NOON, an_edition
from tests.integration.plan_parts import heard
from tests.newsroom import CONFIG, Newsroom
from tests.programs import start

SES_AT_HOME = """
[delivery]
via = "ses"
[delivery.ses]
region = "eu-west-1"
rate_per_second = 1.0
endpoint_url = "http://127.0.0.1:9"
"""
SES = StatusSettings(carrier="ses", rate=2.0, trial_share=0.02, trial_most=500)


def join(invoke: Invoke) -> None:
    """Two stories, and two readers beside those of the samples, whom nobody mails in earnest."""
    given(invoke, "collect")
    for name in ("kim", "lou"):
        given(invoke, "subscribers", "add", f"{name}@example.com")


def look(database: Database, settings: StatusSettings = SES) -> EditionStatus:
    with database.read() as connection:
        return StatusStore(connection, settings).of(EDITION, NOON)


def put(database: Database, *states: str, **sums: int) -> None:
    """Readers of the edition in those states, and its sums."""
    an_edition(database, 20)
    with database.write() as connection:
        for number, state in enumerate(states):
            this = update(deliveries).where(deliveries.c.address == f"r{number}@example.com")
            connection.execute(this.values(state=state))
        connection.execute(update(editions).values(mails=20, **sums))


def told(database: Database, **facts: Any) -> None:
    """What the carrier's row says."""
    with database.write() as connection:
        connection.execute(insert(carriers).values(name="ses", **facts))


def test_states_are_sums_and_what_is_no_sum_is_counted(database: Database) -> None:
    put(database, "submitted", "submitted", "uncertain", "refused", "excluded", "claimed", submitted=2, bounced=1)
    assert look(database).counts == {
        "submitted": 2,
        "pending": 14,
        "claimed": 1,
        "uncertain": 1,
        "refused": 1,
        "excluded": 1,
        "stopped": 0,
        "bounced": 1,
        "complained": 0,
    }


def test_no_row_of_a_reader_who_waits_or_has_it_is_read(database: Database) -> None:
    put(database, "submitted", submitted=1)
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *facts: statements.append(facts[2]))
    look(database)
    asked = [statement for statement in statements if "FROM deliveries" in statement]
    assert len(asked) == 1
    assert "deliveries.state IN" in asked[0]
    assert len(statements) <= 7


def test_an_edition_whose_mails_were_never_counted_is_counted(database: Database) -> None:
    put(database, "submitted", "refused")
    with database.write() as connection:
        connection.execute(update(editions).values(mails=None))
    found = look(database)
    assert (found.mails, found.counts["submitted"], found.counts["pending"]) == (20, 1, 18)


def test_pace_and_end_follow_what_the_account_told(database: Database) -> None:
    put(database)
    told(database, max_rate=10.0, daily_quota=1_000.0, sent_24h=990.0, began_on="2026-11-01")
    assert look(database).allowed_rate == 2, "the operator allows less"
    found = look(database, StatusSettings(carrier="ses"))
    assert found.allowed_rate == 9.5
    assert found.quota_left == 10
    assert found.forecast is not None
    assert found.forecast.ends_at > NOON + timedelta(days=1)
    assert "the daily quota allows no more" in found.line()


def test_before_the_account_has_told_the_configured_rate_is_taken(database: Database) -> None:
    put(database)
    assert look(database).forecast is not None
    assert look(database).forecast.ends_at == NOON + timedelta(seconds=10)  # type: ignore[union-attr]


def test_a_warm_up_counts_what_left_today_and_not_what_left_before(database: Database) -> None:
    put(database)
    told(database, began_on="2026-11-21", day="2026-11-22", day_count=7)
    warm = StatusSettings(carrier="ses", rate=2.0, warm_up=(5, 12))
    assert look(database, warm).allowed_today == 5
    with database.write() as connection:
        connection.execute(update(carriers).values(day="2026-11-21"))
    assert look(database, warm).allowed_today == 12


def test_a_pause_is_told_with_its_reason_until_it_is_over(database: Database) -> None:
    put(database)
    told(database, paused_until=NOON + timedelta(minutes=5), paused_because="nobody answers")
    assert "paused until 2026-11-22 12:05 UTC: nobody answers" in look(database).line()
    with database.write() as connection:
        connection.execute(update(carriers).values(paused_until=NOON))
    assert "paused" not in look(database).line()


def test_a_trial_is_told_until_it_has_ended(database: Database) -> None:
    put(database)
    assert (look(database).trial, look(database).is_on_trial) == (1, True)
    with database.write() as connection:
        connection.execute(update(editions).values(trial_ended_at=NOON))
    assert not look(database).is_on_trial


def test_what_left_a_second_is_told_from_two_looks(database: Database) -> None:
    put(database)
    before = look(database)
    with database.write() as connection:
        connection.execute(update(editions).values(submitted=12))
    with database.read() as connection:
        later = StatusStore(connection, SES).of(EDITION, NOON + timedelta(seconds=4))
    (found,) = with_rates([later], [before])
    assert found.rate == 3.0
    assert "3/s of 2/s allowed" in found.line()


BODIES = re.compile(r"renderings\.(html|text|content)\b(?!_)")


def test_a_list_of_editions_loads_no_body_and_asks_no_more_for_many_than_for_one(database: Database) -> None:
    counts = []
    for number in range(1, 6):
        an_edition(database, 4, f"edition-{number}")
        with database.write() as connection:
            connection.execute(update(editions).values(mails=4))
        with heard(database) as statements, database.read() as connection:
            recent = EditionStore(connection).recent()
            found = sums_of(connection, [edition.id for edition in recent])
        assert [sums.everybody["pending"] for sums in found.values()] == [4] * number
        assert [sent for sent, _ in statements.sent if BODIES.search(sent)] == []
        counts.append(len(statements.sent))
    assert len(set(counts)) == 1
    with heard(database) as statements, database.read() as connection:
        EditionStore(connection).rendering("edition-1")
    assert [sent for sent, _ in statements.sent if BODIES.search(sent)], "a body would be seen"


def test_the_sums_are_what_counting_every_row_comes_to(database: Database) -> None:
    put(database, "submitted", "submitted", "uncertain", "refused", "excluded", "claimed", "stopped", submitted=2)
    with database.write() as connection:
        left_out = update(deliveries).where(deliveries.c.address.in_(["r18@example.com", "r19@example.com"]))
        connection.execute(left_out.values(state="excluded", variant_key=None))
        connection.execute(update(editions).values(mails=18))
    with database.read() as connection:
        assert sums_of(connection, [EDITION])[EDITION].everybody == Ledger(connection).counts(EDITION)


def end_of(database: Database, settings: StatusSettings) -> tuple[timedelta | None, str | None]:
    """When the last reader has it, counted from noon, and what it waits for."""
    expected = look(database, settings).forecast
    return (expected.ends_at - NOON, expected.waits_for) if expected else (None, None)


PLAIN = StatusSettings(carrier="ses", rate=2.0)
TRIED = replace(SES, trial_wait=timedelta(minutes=30))


def test_what_is_held_or_may_not_be_sent_from_here_has_no_end(database: Database) -> None:
    put(database)
    assert end_of(database, PLAIN) == (timedelta(seconds=10), None)
    forbidden = replace(PLAIN, forbidden="it is a copy")
    assert end_of(database, forbidden) == (None, None)
    assert "nothing leaves: it is a copy" in look(database, forbidden).line()
    with database.write() as connection:
        EditionStore(connection).hold(EDITION, "the lead is wrong")
    assert end_of(database, PLAIN) == (None, None)


def test_an_end_counts_from_the_end_of_a_pause(database: Database) -> None:
    put(database)
    told(database, paused_until=NOON + timedelta(minutes=5), paused_because="nobody answers")
    assert end_of(database, PLAIN) == (timedelta(minutes=5, seconds=10), "the carrier is paused")
    with database.read() as connection:
        end = StatusStore(connection, PLAIN).end_if_sent(EDITION, NOON, 20)
    assert end is not None
    assert end.ends_at - NOON == timedelta(seconds=10), "who asks for it does not wait for the pause"


def test_an_end_counts_the_wait_after_a_trial_part(database: Database) -> None:
    put(database)
    why = "the rest waits for the trial part"
    assert end_of(database, TRIED) == (timedelta(minutes=30, seconds=10), why)
    with database.write() as connection:
        connection.execute(update(editions).values(trial_ended_at=NOON - timedelta(minutes=20)))
    assert end_of(database, TRIED) == (timedelta(minutes=10, seconds=10), why)
    with database.write() as connection:
        connection.execute(update(editions).values(trial_ended_at=NOON - timedelta(minutes=31)))
    assert end_of(database, TRIED) == (timedelta(seconds=10), None)


def test_mails_of_other_editions_share_the_pace(database: Database) -> None:
    put(database)
    an_edition(database, 40, "edition-2")
    assert end_of(database, PLAIN) == (timedelta(seconds=30), "40 mails of other editions share the pace")
    with database.write() as connection:
        EditionStore(connection).put_first(EDITION)
    assert end_of(database, PLAIN) == (timedelta(seconds=10), None)
    with database.write() as connection:
        EditionStore(connection).put_first("edition-2")
        EditionStore(connection).hold("edition-2", "later")
    assert end_of(database, PLAIN) == (timedelta(seconds=10), None)


def test_what_bounced_is_a_part_of_what_was_submitted(database: Database) -> None:
    put(database, "submitted", "submitted", "uncertain", submitted=2, bounced=1)
    assert "20 mails: 2 submitted (1 bounced), 17 pending, 1 uncertain;" in look(database).line()


def test_an_edition_that_nobody_has_sent_is_told_for_the_readers_it_would_go_to(
    invoke: Invoke, newsroom: Newsroom
) -> None:
    join(invoke)
    edition_id = given(invoke, "edition", "compose", "daily")["edition"]["id"]
    newsroom.configure(re.sub("(?m)^sample_readers.*$", "", CONFIG) + SES_AT_HOME)
    assert (
        "  2 mails: nothing yet; 1/s allowed; sent now: 2 s, the last has it on "
        in invoke("edition", "status", edition_id)[1]
    )


def test_without_a_rate_by_smtp_nobody_speaks_of_an_account(invoke: Invoke, newsroom: Newsroom) -> None:
    join(invoke)
    edition_id = given(invoke, "edition", "compose", "daily")["edition"]["id"]
    smtp = '[delivery]\nvia = "smtp"\n[delivery.smtp]\nhost = "127.0.0.1"\nport = 9\nsecurity = "none"\n'
    config = re.sub("(?m)^sample_readers.*$", "", CONFIG).replace("http://127.0.0.1:8080", "https://news.example.org")
    newsroom.configure(config + smtp)
    err = invoke("edition", "send", edition_id)[2]
    assert "2 readers; when the last has it nobody can tell without rate_per_second in [delivery.smtp]" in err


def test_who_sends_a_held_edition_is_told_why_it_is_held(invoke: Invoke) -> None:
    given(invoke, "collect")
    edition_id = given(invoke, "edition", "compose", "daily", "--due")["edition"]["id"]
    given(invoke, "edition", "hold", edition_id, "--reason", "the lead is wrong")
    code, _, err = invoke("edition", "send", edition_id, "--yes")
    assert (code, f"edition {edition_id} is held, and goes on by this: the lead is wrong" in err) == (0, True)


def test_an_edition_that_nobody_knows_is_refused(database: Database) -> None:
    with pytest.raises(NotFoundError):
        look(database)


def test_a_person_sees_editions_by_name_or_all_that_are_under_way(invoke: Invoke) -> None:
    given(invoke, "collect")
    assert invoke("edition", "status", "--all")[1] == "nothing is under way\n"
    edition_id = given(invoke, "edition", "compose", "daily", "--due")["edition"]["id"]
    code, out, _ = invoke("edition", "status", "--all")
    assert (code, edition_id in out, "2 mails: 2 pending" in out) == (0, True, True)
    (shown,) = given(invoke, "edition", "status", edition_id)["editions"]
    assert (shown["state"], shown["deliveries"]["pending"], shown["priority"]) == ("sending", 2, 0)
    assert invoke("edition", "status")[0] == invoke("edition", "status", edition_id, "--all")[0] == 2
    assert invoke("edition", "status", "nobody")[0] == 1


def test_an_edition_that_is_sent_now_comes_before_others(invoke: Invoke) -> None:
    given(invoke, "collect")
    edition_id = given(invoke, "edition", "compose", "daily", "--due")["edition"]["id"]
    given(invoke, "edition", "send", edition_id, "--now", "--yes")
    assert given(invoke, "edition", "status", edition_id)["editions"][0]["priority"] == 1


def test_the_end_is_told_before_anybody_decides(invoke: Invoke, newsroom: Newsroom) -> None:
    join(invoke)
    edition_id = given(invoke, "edition", "compose", "daily")["edition"]["id"]
    newsroom.configure(re.sub("(?m)^sample_readers.*$", "", CONFIG) + SES_AT_HOME)
    code, _, err = invoke("edition", "send", edition_id)
    assert code == 2, "nobody is there to ask"
    assert re.search(r"2 readers at 1 a second: 2 s, the last has it on \d{4}-\d\d-\d\d \d\d:\d\d UTC", err)


def test_a_terminal_is_kept_up_to_date_until_the_edition_is_closed(invoke: Invoke, newsroom: Newsroom) -> None:
    given(invoke, "collect")
    edition_id = given(invoke, "edition", "compose", "daily", "--due")["edition"]["id"]
    ours, theirs = pty.openpty()
    config = ["--config", str(newsroom.folder / "config.toml")]
    with os.fdopen(theirs, "w") as terminal:
        program = start("syndicate", [*config, "edition", "status", edition_id, "--follow"], stdout=terminal)
    seen = b""
    while b"sending" not in seen:
        seen += os.read(ours, 4096)
    close(newsroom)
    while program.poll() is None or b"closed" not in seen:
        try:
            seen += os.read(ours, 4096)
        except OSError:
            break
    os.close(ours)
    assert program.wait(timeout=30) == 0
    assert b"closed" in seen


def close(newsroom: Newsroom) -> None:
    database = open_database(f"sqlite:///{newsroom.folder / 'var' / 'syndicate.db'}")
    with database.write() as connection:
        connection.execute(update(editions).values(state="closed", closed_at=datetime.now(UTC)))
    database.close()
