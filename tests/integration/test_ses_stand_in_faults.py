"""Faults by shares, latency, the log and the counting: what long runs against the strict SES stand upon."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError, ReadTimeoutError

from syndicate.testing.ses import EntryFault, FaultMix, SesStandIn, SimulatedFault, Step, read_log
from tests.integration.ses_parts import bulk, client, entry, mailer


def test_a_seed_plays_the_same_faults_again_and_another_seed_others() -> None:
    played = [[FaultMix.harsh(seed).of_call(number) for number in range(2000)] for seed in ("a", "a", "b")]
    assert played[0] == played[1] != played[2]


def test_faults_come_in_their_shares() -> None:
    mix = FaultMix.harsh("shares")
    calls = Counter(mix.of_call(number) for number in range(20_000))
    for fault, share in mix.calls.items():
        assert abs(calls[fault] / 20_000 - share) < 0.004
    entries = Counter(mix.of_entry(number, index) for number in range(400) for index in range(50))
    assert abs(sum(entries[fault] for fault in EntryFault) / 20_000 - 0.05) < 0.005


def test_under_a_harsh_mix_the_log_tells_just_what_was_accepted(tmp_path: Path) -> None:
    log = tmp_path / "accepted.jsonl"
    answered: dict[str, str] = {}
    with SesStandIn(mix=FaultMix.harsh("log"), log=log) as ses:
        mail = client(ses)
        for number in range(100):
            entries = [entry(10 * number + place) for place in range(10)]
            try:
                results = mail.send_bulk_email(**bulk(entries)).get("BulkEmailEntryResults", [])
            except (BotoCoreError, ClientError):
                results = []
            answered |= {
                f"d{10 * number + place}": result["MessageId"]
                for place, result in enumerate(results)
                if result["Status"] == "SUCCESS"
            }
        accepted = {mail.tags["d"]: mail.message_id for mail in ses.accepted}
    logged = {line.d: line.message_id for line in read_log(log)}
    assert logged == accepted
    assert answered.items() <= logged.items()
    assert 700 < len(answered) < len(logged) < 1000


def test_a_mail_that_was_not_rendered_is_marked_in_the_log(tmp_path: Path) -> None:
    log = tmp_path / "accepted.jsonl"
    with SesStandIn(log=log) as ses:
        values = {"ReplacementTemplate": {"ReplacementTemplateData": "{}"}}
        client(ses).send_bulk_email(**bulk([entry(1), entry(2, ReplacementEmailContent=values)]))
    assert [(line.d, line.is_rendered) for line in read_log(log)] == [("d1", True), ("d2", False)]


def test_many_callers_together_get_no_more_than_the_rate_and_each_watcher_hears_its_own_number() -> None:
    steps: list[tuple[Step, int]] = []
    with SesStandIn(watch=lambda step, number: steps.append((step, number))) as ses:
        ses.account.max_rate = 40
        callers = [client(ses) for _ in range(4)]
        with ThreadPoolExecutor(4) as pool:
            results = [pool.submit(_sent_for, caller, 0.6) for caller in callers]
            sent = sum(result.result() for result in results)
        first, last = ses.account.admitted[0][0], ses.account.admitted[-1][0]
    assert sent == len(ses.accepted) <= 40 + 40 * (last - first) + 1
    assert ses.account.throttled > 0
    assert sorted(number for step, number in steps if step is Step.ANSWERED) == list(range(1, ses.requests + 1))


def _sent_for(mail: Any, seconds: float) -> int:
    """Send one by one for so long; how many were taken."""
    sent, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        [result] = mail.send_bulk_email(**bulk(1))["BulkEmailEntryResults"]
        sent += result["Status"] == "SUCCESS"
    return sent


def test_an_answer_takes_the_time_that_it_is_given() -> None:
    with SesStandIn(latency_seconds=(0.05, 0.1)) as ses:
        mail = client(ses)
        mail.get_account()
        start = time.monotonic()
        mail.send_bulk_email(**bulk())
        assert 0.05 <= time.monotonic() - start < 2


def test_a_hung_call_holds_nobody_else_back() -> None:
    with SesStandIn(faults=[SimulatedFault.HUNG_BEFORE], slow_seconds=60) as ses:
        with pytest.raises(ReadTimeoutError):
            client(ses, read_timeout_seconds=0.2).send_bulk_email(**bulk())
        assert client(ses).send_bulk_email(**bulk())["BulkEmailEntryResults"]
        assert len(ses.accepted) == 3


def test_counting_keeps_nothing_but_counts(tmp_path: Path) -> None:
    log = tmp_path / "none.jsonl"
    with SesStandIn(counts_only=True, log=log) as ses:
        parts = mailer(ses)
        assert parts.statuses(entries=50) == ["SUCCESS"] * 50
        assert (ses.recipients, ses.requests, ses.accepted, parts.events()) == (50, 1, [], [])
    assert not log.exists()


def test_it_runs_as_a_program_of_its_own() -> None:
    command = [sys.executable, "-m", "syndicate.testing.ses", "--counts-only", "--max-rate", "14"]
    with subprocess.Popen(command, text=True, stdin=PIPE, stdout=PIPE, stderr=PIPE) as program:
        assert program.stdout
        assert program.stderr
        url = program.stdout.readline().strip()
        assert program.stderr.readline() == f"events: {url}/111122223333/events\n"
        mail = client(url)
        assert mail.get_account()["SendQuota"]["MaxSendRate"] == 14
        assert len(mail.send_bulk_email(**bulk(20))["BulkEmailEntryResults"]) == 20
        assert program.stdin
        program.stdin.write("max_rate 50\nfault GetAccount throttle\ncount\n")
        program.stdin.flush()
        assert json.loads(program.stdout.readline())["recipients"] == 20
        with pytest.raises(ClientError, match="Maximum sending rate exceeded"):
            mail.get_account()
        assert mail.get_account()["SendQuota"]["MaxSendRate"] == 50
        said, _ = program.communicate("\n", timeout=20)
    counts = json.loads(said)
    assert [recipients for _, recipients in counts.pop("admitted")] == [20]
    assert counts == {"requests": 1, "recipients": 20, "throttled": 0}
    assert program.returncode == 0
