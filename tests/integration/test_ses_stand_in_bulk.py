"""Bulk mails through real boto3: what is taken, what a reader would get of it, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from syndicate.testing.ses import EntryFault, SesStandIn, SimulatedFault
from syndicate.testing.ses.limits import MAX_INLINE, MAX_STORED, MAX_TEMPLATE_VALUES
from tests.integration.ses_parts import Mailer, bulk, client, entry, mailer, refusal_of, template


@pytest.fixture(scope="module")
def shared() -> Iterator[Mailer]:
    with SesStandIn() as ses:
        yield mailer(ses)


@pytest.fixture
def server(shared: Mailer) -> Mailer:
    shared.ses.start_over()
    shared.ses.account.escapes_values = True
    shared.ses.queue.purge()
    return shared


def test_botocores_own_validation_has_nothing_against_the_calls_of_these_tests(server: Mailer) -> None:
    assert client(server.ses, validates=True).send_bulk_email(**bulk())["BulkEmailEntryResults"]


def test_every_entry_is_a_mail_of_its_own(server: Mailer) -> None:
    results = server.mail.send_bulk_email(**bulk(3))["BulkEmailEntryResults"]
    assert [result["Status"] for result in results] == ["SUCCESS"] * 3
    assert [result["MessageId"] for result in results] == [mail.message_id for mail in server.ses.accepted]
    assert [mail.recipients for mail in server.ses.accepted] == [(f"r{n}@example.com",) for n in range(3)]
    assert [mail.tags for mail in server.ses.accepted] == [{"edition": "e1", "d": f"d{n}"} for n in range(3)]


def test_a_reader_gets_their_own_headers_and_text(server: Mailer) -> None:
    server.mail.send_bulk_email(**bulk(2))
    mail = server.ses.accepted[1].message()
    assert mail["List-Unsubscribe"] == "<https://example.com/u/1>"
    assert [part.get_content().strip() for part in mail.iter_parts()] == ["Good morning 1", "<p>Good morning 1</p>"]


def test_values_of_an_entry_go_before_those_of_all(server: Mailer) -> None:
    content = {"Subject": "{{{a}}}{{{b}}}", "Text": "x"}
    values = {"ReplacementTemplate": {"ReplacementTemplateData": '{"b": "own"}'}}
    shared = template(TemplateContent=content, TemplateData='{"a": "all ", "b": "all"}')
    server.statuses(entries=[entry(1, ReplacementEmailContent=values)], DefaultContent={"Template": shared})
    assert server.ses.accepted[0].message()["Subject"] == "all own"


def test_a_header_of_an_entry_replaces_the_one_of_all(server: Mailer) -> None:
    shared = template(Headers=[{"Name": "list-unsubscribe", "Value": "<https://x>"}, {"Name": "X-All", "Value": "1"}])
    server.statuses(entries=1, DefaultContent={"Template": shared})
    mail = server.ses.accepted[0].message()
    assert mail.get_all("List-Unsubscribe") == ["<https://example.com/u/0>"]
    assert mail["X-All"] == "1"


@pytest.mark.parametrize(("escapes", "expected"), [(True, "a&amp;b&#x3D;c"), (False, "a&b=c")])
def test_two_braces_escape_as_handlebars_does_or_not_at_all(server: Mailer, escapes: bool, expected: str) -> None:  # noqa: FBT001
    server.ses.account.escapes_values = escapes
    shared = template(TemplateContent={"Subject": "{{v}}", "Text": "x"}, TemplateData='{"v": "a&b=c"}')
    server.statuses(entries=1, DefaultContent={"Template": shared})
    assert server.ses.accepted[0].message()["Subject"] == expected


def test_what_is_filled_in_is_no_template_itself(server: Mailer) -> None:
    shared = template(TemplateContent={"Subject": "{{{v}}}", "Text": "x"}, TemplateData='{"v": "{{name}} {{{{"}')
    server.statuses(entries=1, DefaultContent={"Template": shared})
    assert server.ses.accepted[0].message()["Subject"] == "{{name}} {{{{"


@pytest.mark.parametrize("text", ["{{{missing}}}", "{{#if name}}x{{/if}}", "literal {{ braces"])
def test_a_mail_that_cannot_be_rendered_is_a_success_and_then_an_event_and_nothing_else(
    server: Mailer, text: str
) -> None:
    shared = template(TemplateContent={"Subject": "News", "Text": text})
    assert server.statuses(entries=1, DefaultContent={"Template": shared}) == ["SUCCESS"]
    assert server.ses.accepted == []
    [event] = server.events()
    assert event["eventType"] == "Rendering Failure"
    assert event["failure"]["errorMessage"]
    assert event["mail"]["messageId"] == server.ses.unrendered[0].message_id


LONG = "x" * 1000
BAD_CALLS: dict[str, dict[str, Any]] = {
    "51 entries": {"entries": 51},
    "no entry": {"entries": 0},
    "51 destinations": {"entries": [entry(1, Destination={"ToAddresses": ["ann@example.com"] * 51})]},
    "no destination": {"entries": [entry(1, Destination={"ToAddresses": []})]},
    "no sender": {"FromEmailAddress": None},
    "sender beyond ascii": {"FromEmailAddress": "Die Zeitung für alle <news@example.com>"},
    "sender without address": {"FromEmailAddress": "The News"},
    "tag with @": {"DefaultEmailTags": [{"Name": "d", "Value": "ann@example.com"}]},
    "tag of 257": {"DefaultEmailTags": [{"Name": "d", "Value": "x" * 257}]},
    "tag twice": {"DefaultEmailTags": [{"Name": "d", "Value": "1"}] * 2},
    "header beyond ascii": {"entries": [entry(1, ReplacementHeaders=[{"Name": "X-A", "Value": "für"}])]},
    "header of 996": {"entries": [entry(1, ReplacementHeaders=[{"Name": "X", "Value": "x" * 996}])]},
    "name and value of 997": {"entries": [entry(1, ReplacementHeaders=[{"Name": "XX", "Value": "x" * 995}])]},
    "header with a line break": {"entries": [entry(1, ReplacementHeaders=[{"Name": "X", "Value": "a\r\nBcc: b"}])]},
    "header name with a colon": {"entries": [entry(1, ReplacementHeaders=[{"Name": "X:", "Value": "a"}])]},
    "header name of 127": {"entries": [entry(1, ReplacementHeaders=[{"Name": "x" * 127, "Value": "a"}])]},
    "16 headers": {"entries": [entry(1, ReplacementHeaders=[{"Name": f"X-{n}", "Value": "a"} for n in range(16)])]},
    "header of SES's own": {"entries": [entry(1, ReplacementHeaders=[{"Name": "Subject", "Value": "a"}])]},
    "no subject": {"DefaultContent": {"Template": template(TemplateContent={"Text": "x"})}},
    "no body": {"DefaultContent": {"Template": template(TemplateContent={"Subject": "x"})}},
    "two templates": {"DefaultContent": {"Template": template(TemplateName="x")}},
    "values that are no JSON": {"DefaultContent": {"Template": template(TemplateData="{")}},
    "values that are a list": {"DefaultContent": {"Template": template(TemplateData="[]")}},
    "values too long": {
        "DefaultContent": {"Template": template(TemplateData=json.dumps({"x": "y" * MAX_TEMPLATE_VALUES}))}
    },
    "a call too large": {
        "DefaultContent": {"Template": template(TemplateContent={"Subject": "x", "Html": "x" * MAX_INLINE})}
    },
}


@pytest.mark.parametrize("changes", BAD_CALLS.values(), ids=BAD_CALLS)
def test_a_call_beyond_a_limit_is_refused_whole(server: Mailer, changes: dict[str, Any]) -> None:
    with pytest.raises(ClientError) as caught:
        server.statuses(**changes)
    assert refusal_of(caught.value)[0] == "BadRequestException"
    assert server.ses.accepted == []


def test_what_is_just_within_the_limits_is_taken(server: Mailer) -> None:
    headers = [{"Name": f"X-{n}", "Value": "a"} for n in range(14)] + [{"Name": "Y", "Value": "x" * 995}]
    tags = [{"Name": "d", "Value": "x" * 256}]
    entries = [entry(n, ReplacementHeaders=headers, ReplacementTags=tags) for n in range(50)]
    assert server.statuses(entries=entries) == ["SUCCESS"] * 50


ILLEGAL = [
    "jörg@example.com",
    "ann@bücher.example",
    "two words@example.com",
    "ann@",
    "@example.com",
    "a..b@example.com",
    "x" * 65 + "@example.com",
    "ann@-example.com",
    "ann@example..com",
]


@pytest.mark.parametrize(
    "address",
    ILLEGAL,
)
def test_an_illegal_address_costs_its_own_entry_alone(server: Mailer, address: str) -> None:
    entries = [entry(1), entry(2, Destination={"ToAddresses": [address]}), entry(3)]
    assert server.statuses(entries=entries) == ["SUCCESS", "INVALID_PARAMETER", "SUCCESS"]
    assert [mail.tags["d"] for mail in server.ses.accepted] == ["d1", "d3"]


def test_entries_fail_as_their_script_says(server: Mailer) -> None:
    server.ses.start_over(entry_faults=[[None, EntryFault.TRANSIENT, EntryFault.FAILED_AFTER]])
    assert server.statuses(entries=4) == ["SUCCESS", "TRANSIENT_FAILURE", "FAILED", "SUCCESS"]
    assert [mail.tags["d"] for mail in server.ses.accepted] == ["d0", "d2", "d3"]


def test_a_stored_template_lives_until_it_is_deleted(server: Mailer) -> None:
    name = {"TemplateName": "news-1"}
    content = template()["TemplateContent"]
    server.mail.create_email_template(**name, TemplateContent=content)
    assert server.mail.get_email_template(**name)["TemplateContent"] == content
    stored = {"Template": {**name, "TemplateData": "{}"}}
    assert server.statuses(DefaultContent=stored) == ["SUCCESS"] * 3
    server.mail.update_email_template(**name, TemplateContent={**content, "Subject": "Newer"})
    server.statuses(DefaultContent=stored)
    assert server.ses.accepted[-1].message()["Subject"] == "Newer"
    assert name in server.mail.list_email_templates()["TemplatesMetadata"], "others may be there of other tests"
    server.mail.delete_email_template(**name)
    assert server.statuses(DefaultContent=stored) == ["TEMPLATE_NOT_FOUND"] * 3


@pytest.mark.parametrize(
    ("call", "given", "code"),
    [
        ("get_email_template", {"TemplateName": "none"}, "NotFoundException"),
        ("delete_email_template", {"TemplateName": "none"}, "NotFoundException"),
        (
            "create_email_template",
            {"TemplateName": "large", "TemplateContent": {"Subject": "x", "Html": "x" * MAX_STORED}},
            "BadRequestException",
        ),
        ("create_email_template", {"TemplateName": "a b", "TemplateContent": {"Subject": "x"}}, "BadRequestException"),
    ],
)
def test_a_wrong_call_about_templates_is_refused(server: Mailer, call: str, given: dict[str, Any], code: str) -> None:
    with pytest.raises(ClientError) as caught:
        getattr(server.mail, call)(**given)
    assert refusal_of(caught.value)[0] == code


def test_a_template_is_created_once(server: Mailer) -> None:
    given = {"TemplateName": "twice", "TemplateContent": template()["TemplateContent"]}
    server.mail.create_email_template(**given)
    with pytest.raises(ClientError) as caught:
        server.mail.create_email_template(**given)
    assert refusal_of(caught.value)[0] == "AlreadyExistsException"


def test_a_simple_mail_keeps_its_braces(server: Mailer) -> None:
    body = {"Text": {"Data": "a {{b}} c"}, "Html": {"Data": "<p>{{b}}</p>"}}
    server.mail.send_email(
        FromEmailAddress="news@example.com",
        Destination={"ToAddresses": ["ann@example.com"]},
        Content={"Simple": {"Subject": {"Data": "{{{x}}}"}, "Body": body}},
    )
    mail = server.ses.accepted[0].message()
    assert mail["Subject"] == "{{{x}}}"
    assert [part.get_content().strip() for part in mail.iter_parts()] == ["a {{b}} c", "<p>{{b}}</p>"]


def test_a_picture_comes_with_the_mail_that_shows_it(server: Mailer) -> None:
    picture = {
        "RawContent": b"GIF89a",
        "FileName": "dot.gif",
        "ContentId": "dot",
        "ContentType": "image/gif",
        "ContentDisposition": "INLINE",
    }
    assert server.statuses(entries=1, DefaultContent={"Template": template(Attachments=[picture])}) == ["SUCCESS"]
    [part] = server.ses.accepted[0].message().iter_attachments()
    assert (part.get_content_type(), part["Content-ID"], part.get_content()) == ("image/gif", "<dot>", b"GIF89a")


def test_a_short_answer_leaves_an_entry_out_that_was_accepted(server: Mailer) -> None:
    server.ses.start_over([SimulatedFault.SHORT_AFTER])
    assert server.statuses(entries=3) == ["SUCCESS"] * 2
    assert len(server.ses.accepted) == 3
