"""What the tests of the strict SES share: boto3's clients for it, and calls that it takes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from syndicate.testing.ses import SesStandIn

HTML = "<p>Good morning {{{name}}}</p>"


def client(
    ses: SesStandIn | str, name: str = "sesv2", *, validates: bool = False, read_timeout_seconds: float = 5
) -> Any:
    """boto3's own client, trying once. Without ``validates`` it sends whatever it is given."""
    config = Config(
        retries={"total_max_attempts": 1},
        parameter_validation=validates,
        read_timeout=read_timeout_seconds,
        region_name="eu-west-1",
    )
    return _session().client(name, endpoint_url=ses if isinstance(ses, str) else ses.url, config=config)


@cache
def _session() -> Any:
    """One for all, for what it has read of AWS's models it keeps."""
    return boto3.session.Session(aws_access_key_id="testing", aws_secret_access_key="testing")  # noqa: S106


def refusal_of(error: ClientError) -> tuple[str, str]:
    """The code and the text of an error."""
    return error.response["Error"]["Code"], error.response["Error"]["Message"]


def entry(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "Destination": {"ToAddresses": [f"r{number}@example.com"]},
        "ReplacementTags": [{"Name": "d", "Value": f"d{number}"}],
        "ReplacementEmailContent": {"ReplacementTemplate": {"ReplacementTemplateData": json.dumps({"name": number})}},
        "ReplacementHeaders": [{"Name": "List-Unsubscribe", "Value": f"<https://example.com/u/{number}>"}],
        **changes,
    }


def template(**changes: Any) -> dict[str, Any]:
    content = {"Subject": "News", "Html": HTML, "Text": "Good morning {{{name}}}"}
    return {"TemplateContent": content, "TemplateData": "{}", **changes}


def bulk(entries: int | list[dict[str, Any]] = 3, **changes: Any) -> dict[str, Any]:
    return {
        "FromEmailAddress": "The News <news@example.com>",
        "DefaultContent": {"Template": template()},
        "DefaultEmailTags": [{"Name": "edition", "Value": "e1"}],
        "BulkEmailEntries": [entry(number) for number in range(entries)] if isinstance(entries, int) else entries,
        **changes,
    }


@dataclass
class Mailer:
    """Both clients of one stand-in."""

    ses: SesStandIn
    mail: Any
    queue: Any

    def statuses(self, **changes: Any) -> list[str]:
        results = self.mail.send_bulk_email(**bulk(**changes))["BulkEmailEntryResults"]
        return [result["Status"] for result in results]

    def events(self, wait_seconds: int = 0) -> list[dict[str, Any]]:
        """Take all that can be had now, and delete it."""
        taken: list[dict[str, Any]] = []
        while messages := self.queue.receive_message(
            QueueUrl=self.ses.queue_url, MaxNumberOfMessages=10, WaitTimeSeconds=0 if taken else wait_seconds
        ).get("Messages"):
            taken += [json.loads(message["Body"]) for message in messages]
            entries = [
                {"Id": str(place), "ReceiptHandle": message["ReceiptHandle"]} for place, message in enumerate(messages)
            ]
            assert not self.queue.delete_message_batch(QueueUrl=self.ses.queue_url, Entries=entries).get("Failed")
        return taken


def mailer(ses: SesStandIn) -> Mailer:
    return Mailer(ses=ses, mail=client(ses), queue=client(ses, "sqs"))
