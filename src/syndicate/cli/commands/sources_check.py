"""``syndicate sources check``: what there is at an address, and what would come of it as a source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.exits import Exit
from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.articles.checking import Sample
    from syndicate.publishing.source_checking import CheckedOffer, SourceCheck


@command("check", example="syndicate sources check https://quay.example")
@click.argument("address", metavar="ADDRESS")
def check(session: Session, address: str) -> None:
    """Look what kind of source ADDRESS is, a site's or a folder, what it would bring, and what is missing.

    Nothing of it is kept. It asks for some 30 documents, and for no more after 20 seconds.
    """
    from syndicate.clock import SystemClock
    from syndicate.publishing.source_checking import check_source

    config = session.config()
    with session.busy(f"Asking {address} …"):
        checked = check_source(config, SystemClock(), address)
    session.give(_shape(checked), _lines(checked))
    if not checked.is_usable:
        session.exit_code = Exit.BAD_DATA


def _shape(checked: SourceCheck) -> dict[str, Any]:
    return {
        "address": checked.address,
        "is_usable": checked.is_usable,
        "is_login": checked.is_login,
        "is_late": checked.is_late,
        "looked_at": [_offer_shape(offer) for offer in checked.looked_at],
        "others": [{"kind": offer.kind, "address": offer.address} for offer in checked.others],
        "forbidden": [*checked.forbidden],
    }


def _offer_shape(offer: CheckedOffer) -> dict[str, Any]:
    return {
        "kind": offer.kind,
        "address": offer.address,
        "name": offer.name or None,
        "is_configured": offer.is_configured,
        "is_usable": offer.is_usable,
        "needs_key": offer.needs_key,
        "sample": _sample_shape(offer.sample) if offer.sample else None,
        "error": {"code": offer.error.code, "message": offer.error.message} if offer.error else None,
        "config": "".join(f"{line}\n" for line in offer.lines),
    }


def _sample_shape(seen: Sample) -> dict[str, Any]:
    from syndicate.cli.shapes import instant

    return {
        "extent": seen.extent,
        "read": seen.read,
        "taken": seen.taken,
        "newest": [{"title": each.name, "published_at": instant(each.published_at)} for each in seen.newest],
        "lacks": [{"code": lack.code, "count": lack.count, "message": lack.message} for lack in seen.lacks],
        "notice": seen.notice or None,
    }


def _lines(checked: SourceCheck) -> Iterator[str]:
    from syndicate.text.plain import counted

    for offer in checked.looked_at:
        yield from _offer_lines(offer)
    for other in checked.others:
        yield f"also there, and not looked at: {other.kind}  {other.address}"
    if checked.forbidden:
        pages = counted(len(checked.forbidden), "page")
        yield f"robots.txt forbids {pages}, such as {checked.forbidden[0]}"
    if checked.is_late:
        yield "the time was over before all was seen"
    if checked.is_login:
        yield f"{checked.address} wants a login: give the address that readers have without one"
    elif not checked.looked_at:
        yield f"{checked.address} is a page that names no feed, no API and no sitemap"
    if not checked.is_usable:
        yield "nothing there can be used as it is"


def _offer_lines(offer: CheckedOffer) -> Iterator[str]:
    yield f"{offer.kind}  {offer.address}"
    if offer.is_configured:
        yield f"  It is the source {offer.name} already."
    if offer.needs_key:
        yield "  It gives nothing without its Content API key: make a custom integration in Ghost (Settings,"
        yield "  Integrations), write the key into the secret_file, and check again."
    if offer.error:
        yield f"  {offer.error.message}"
        yield from ([f"  {offer.error.hint}"] if offer.error.hint else [])
    if offer.sample:
        yield from _sample_lines(offer.sample)
    if offer.lines and not offer.error:
        yield from ("", *offer.lines, "")


def _sample_lines(seen: Sample) -> Iterator[str]:
    from syndicate.cli.shapes import instant

    extent = "it does not say how many there are" if seen.extent is None else f"{seen.extent:,} in all"
    yield f"  {extent}; {seen.read} looked at, of which {seen.taken} would be taken"
    for article in seen.newest:
        yield f"  {instant(article.published_at) or 'no date'}  {article.name}"
    for lack in seen.lacks:
        yield f"  {lack.count} {lack.message}"
    if seen.notice:
        yield f"  {seen.notice}"
