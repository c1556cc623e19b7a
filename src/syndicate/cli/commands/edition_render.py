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
    from syndicate.digests.previewing import Preview
    from syndicate.publishing.wiring import Parts
    from syndicate.text.mailboxes import Mailbox

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

    It is what would be sent, on the same path; nothing is sent or changed. Links to unsubscribe lead to the front page,
    so that nobody is lost by a look. Pictures are taken where there is a Chromium.
    """
    from syndicate.storage.states import MailFormat
    from syndicate.text.mailboxes import read_mailbox

    if fixture is not None and (address or at):
        message = "--fixture goes with neither --as nor --at"
        raise click.UsageError(message)
    with session.parts() as parts, session.busy("Rendering …"):
        series, reader = parts.publisher.newsletter(newsletter), read_mailbox(address) if address else None
        preview = _preview(parts, series, reader, at.replace(tzinfo=UTC) if at else None, fixture)
        made = preview.made if preview else None
        written = _write(parts, series, preview, reader, out) if preview else []
        if pictures and made and made.content.format is not MailFormat.TEXT:
            written += [str(out / name) for name in _pictures(parts, out)]
    if made is None:
        session.give({"subject": None, "files": []}, ["there is nothing to mail"])
        return
    session.give(
        {"subject": made.digest.subject, "findings": len(made.findings), "files": written},
        [made.digest.subject, *(f"{finding.severity}: {finding}" for finding in made.findings), *written],
    )


def _preview(
    parts: Parts, newsletter: Newsletter, reader: Mailbox | None, at: datetime | None, fixture: str | None
) -> Preview | None:
    from syndicate.digests.fixtures import FIXTURES

    if fixture is None:
        return parts.publisher.previewing.coming(newsletter, reader, at)
    if fixture not in FIXTURES:
        message = f"there is no fixture {fixture}: there are {', '.join(FIXTURES)}"
        raise click.UsageError(message)
    return parts.publisher.previewing.fixture(newsletter, fixture)


def _write(parts: Parts, newsletter: Newsletter, preview: Preview, reader: Mailbox | None, out: Path) -> list[str]:
    from syndicate.cli.commands.edition_check import shape
    from syndicate.digests.judging import JudgedEdition
    from syndicate.mail.merge_fields import fill
    from syndicate.storage.states import MailFormat

    made, mails = preview.made, parts.publisher.preview_mails
    recipient = mails.recipient(newsletter, preview, reader, is_neutral=True)
    filled = fill(made.rendering, recipient.values())
    html = "" if made.content.format is MailFormat.TEXT else filled.html
    judged = JudgedEdition(newsletter=newsletter.name, subject=made.digest.subject, findings=made.findings)
    files: dict[str, Any] = {
        "message.eml": mails.message(newsletter, preview, reader, is_neutral=True),
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
