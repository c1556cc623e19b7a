"""``syndicate edition render``: the mail of a coming edition as files, to be looked at."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from syndicate.digests.newsletters import Newsletter
    from syndicate.digests.typesetting import TypesetEdition
    from syndicate.mail.model import Envelope
    from syndicate.publishing.wiring import Parts
    from syndicate.text.mailboxes import Mailbox

#: Whom a mail is made out to that is nobody's (RFC 2606).
NOBODY = "reader@example.org"
_MOMENTS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


@command("render", example="syndicate edition render morning --as robin@example.org --out look/")
@click.argument("newsletter")
@click.option("--as", "address", metavar="ADDRESS", help="As this reader gets it.  [default: as most readers do]")
@click.option("--at", type=click.DateTime(_MOMENTS), help="The first edition from then on, UTC.  [default: now]")
@click.option("--fixture", metavar="NAME", help="With stories that try a template, such as hostile or arabic.")
@click.option("--pictures/--no-pictures", default=True, help="Whether a Chromium of this machine takes pictures.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder of the files.")
def render(
    session: Session,
    newsletter: str,
    address: str | None,
    at: datetime | None,
    fixture: str | None,
    pictures: bool,  # noqa: FBT001 - click passes flags so
    out: Path,
) -> None:
    """Write the mail of the coming edition: message.eml, message.html, message.txt, findings.json, and pictures.

    It is what would be sent, on the same path; nothing is stored. Links to unsubscribe lead to the front page, so that
    nobody is lost by a look. Pictures are taken where there is a Chromium.
    """
    from syndicate.storage.states import MailFormat
    from syndicate.text.mailboxes import read_mailbox

    if fixture is not None and (address or at):
        message = "--fixture goes with neither --as nor --at"
        raise click.UsageError(message)
    with session.parts() as parts, session.busy("Rendering …"):
        series, reader = parts.publisher.newsletter(newsletter), read_mailbox(address) if address else None
        made = _made(parts, series, reader, at.replace(tzinfo=UTC) if at else None, fixture)
        written = _write(parts, series, made, reader, out) if made else []
        if pictures and made and made.content.format is not MailFormat.TEXT:
            written += [str(out / name) for name in _pictures(parts, out)]
    if made is None:
        session.give({"subject": None, "files": []}, ["there is nothing to mail"])
        return
    session.give(
        {"subject": made.digest.subject, "findings": len(made.findings), "files": written},
        [made.digest.subject, *(f"{finding.severity}: {finding}" for finding in made.findings), *written],
    )


def _made(
    parts: Parts, newsletter: Newsletter, reader: Mailbox | None, at: datetime | None, fixture: str | None
) -> TypesetEdition | None:
    from syndicate.digests.fixtures import FIXTURES

    if fixture is None:
        return parts.publisher.previewing.coming(newsletter, reader, at)
    if fixture not in FIXTURES:
        message = f"there is no fixture {fixture}: there are {', '.join(FIXTURES)}"
        raise click.UsageError(message)
    return parts.publisher.previewing.fixture(newsletter, fixture)


def _write(parts: Parts, newsletter: Newsletter, made: TypesetEdition, reader: Mailbox | None, out: Path) -> list[str]:
    from syndicate.cli.commands.edition_check import shape
    from syndicate.digests.judging import JudgedEdition
    from syndicate.mail.merge_fields import fill, neutral_values
    from syndicate.mail.message import build_message
    from syndicate.storage.states import MailFormat

    envelope = _envelope(parts, newsletter, made, reader)
    values = {**neutral_values(parts.links.site_url), "recipient_name": envelope.recipient_name}
    filled = fill(made.rendering, values)
    html = "" if made.content.format is MailFormat.TEXT else filled.html
    now = parts.clock.now()
    judged = JudgedEdition(newsletter=newsletter.name, subject=made.digest.subject, findings=made.findings)
    files: dict[str, Any] = {
        "message.eml": build_message(envelope, html, filled.text, date=now, message_id="preview@example.org"),
        "message.txt": filled.text.encode(),
        "findings.json": (json.dumps(shape([judged]), ensure_ascii=False, indent=2) + "\n").encode(),
        **({"message.html": html.encode()} if html else {}),
    }
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (out / name).write_bytes(content)
    return [str(out / name) for name in files]


def _pictures(parts: Parts, out: Path) -> list[str]:
    from syndicate.cli.mail_pictures import take_pictures

    html = (out / "message.html").read_text(encoding="utf-8")
    return take_pictures(html, out.resolve(), parts.links, parts.config.images.folder)


def _envelope(parts: Parts, newsletter: Newsletter, made: TypesetEdition, reader: Mailbox | None) -> Envelope:
    from syndicate.audience.store import AudienceStore
    from syndicate.mail.model import Envelope

    mailto, name, address = parts.config.delivery.unsubscribe_mailto, "", NOBODY
    if reader is not None:
        with parts.database.read() as connection:
            (subscription,) = AudienceStore(connection).of_address(reader.key, newsletter.name)
        name, address = subscription.subscriber.name or "", subscription.address
    return Envelope(
        delivery_id="preview",
        sender_name=newsletter.sender_name,
        sender_address=newsletter.sender_address,
        recipient_name=name,
        recipient_address=address,
        reply_to=newsletter.reply_to,
        subject=made.digest.subject,
        list_id=f"{newsletter.name}.{newsletter.sender_address.rpartition('@')[2]}",
        unsubscribe_url=parts.links.home(),
        unsubscribe_mailto=f"mailto:{mailto.address}" if mailto else None,
    )
