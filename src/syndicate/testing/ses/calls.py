"""The calls beside sending: the account, its stored templates, its suppression list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from syndicate.testing.ses.account import SimulatedAccount, SuppressedAddress
from syndicate.testing.ses.answers import StandInAnswer, demand, reply
from syndicate.testing.ses.limits import address_in
from syndicate.testing.ses.templates import TemplateStore

_PAGE = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class RestCall:
    """A call: what its path named, in order; the members of its query and of its body."""

    names: tuple[str, ...]
    query: Mapping[str, Sequence[str]]
    body: Mapping[str, Any]

    @property
    def page(self) -> slice:
        """Which part of a list it asks for."""
        start = int(self.query.get("NextToken", ["0"])[0])
        return slice(start, start + int(self.query.get("PageSize", [str(_PAGE)])[0]))


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """One operation: its name in AWS's model, its method, its path with ``*`` for a name, and what does it."""

    operation: str
    method: str
    path: str
    act: Callable[[RestCall], StandInAnswer]

    def names_in(self, method: str, parts: Sequence[str]) -> tuple[str, ...] | None:
        """What the path names; ``None`` if this is another operation."""
        pattern = self.path.split("/")
        if method != self.method or len(pattern) != len(parts):
            return None
        fits = all(expected in {"*", part} for expected, part in zip(pattern, parts, strict=True))
        return tuple(part for expected, part in zip(pattern, parts, strict=True) if expected == "*") if fits else None


def query_of(text: str) -> Mapping[str, Sequence[str]]:
    """The members of a query."""
    return parse_qs(text)


def account_routes(account: SimulatedAccount) -> Iterator[Route]:
    """GetAccount and the suppression list."""
    listed = "v2/email/suppression/addresses"
    yield Route(
        operation="GetAccount", method="GET", path="v2/email/account", act=lambda _: reply(**account.description())
    )
    yield Route(
        operation="PutSuppressedDestination", method="PUT", path=listed, act=lambda call: _suppress(account, call)
    )
    yield Route(
        operation="ListSuppressedDestinations", method="GET", path=listed, act=lambda call: _suppressed(account, call)
    )
    yield Route(
        operation="GetSuppressedDestination",
        method="GET",
        path=f"{listed}/*",
        act=lambda call: reply(SuppressedDestination=_summary(_listed(account, call))),
    )
    yield Route(
        operation="DeleteSuppressedDestination",
        method="DELETE",
        path=f"{listed}/*",
        act=lambda call: _release(account, call),
    )


def template_routes(store: TemplateStore) -> Iterator[Route]:
    """The stored templates."""
    every, named = "v2/email/templates", "v2/email/templates/*"
    yield Route(operation="CreateEmailTemplate", method="POST", path=every, act=lambda call: _create(store, call))
    yield Route(operation="ListEmailTemplates", method="GET", path=every, act=lambda call: _names(store, call))
    yield Route(operation="GetEmailTemplate", method="GET", path=named, act=lambda call: _template(store, call))
    yield Route(operation="UpdateEmailTemplate", method="PUT", path=named, act=lambda call: _update(store, call))
    yield Route(operation="DeleteEmailTemplate", method="DELETE", path=named, act=lambda call: _delete(store, call))


def _suppress(account: SimulatedAccount, call: RestCall) -> StandInAnswer:
    address, reason = call.body.get("EmailAddress"), call.body.get("Reason")
    demand(isinstance(address, str) and address_in(address), "EmailAddress is no address")
    demand(reason in {"BOUNCE", "COMPLAINT"}, "Reason is BOUNCE or COMPLAINT")
    account.suppress(str(address), str(reason))
    return reply()


def _suppressed(account: SimulatedAccount, call: RestCall) -> StandInAnswer:
    reasons = set(call.query.get("Reason", ("BOUNCE", "COMPLAINT")))
    entries = [_summary(entry) for entry in account.suppressed.values() if entry.reason in reasons]
    return _page_of("SuppressedDestinationSummaries", entries, call.page)


def _release(account: SimulatedAccount, call: RestCall) -> StandInAnswer:
    del account.suppressed[_listed(account, call).address]
    return reply()


def _listed(account: SimulatedAccount, call: RestCall) -> SuppressedAddress:
    address = call.names[0].lower()
    message = f"Email address {address} does not exist on your suppression list."
    demand(address in account.suppressed, message, "NotFoundException", 404)
    return account.suppressed[address]


def _summary(entry: SuppressedAddress) -> dict[str, Any]:
    return {"EmailAddress": entry.address, "Reason": entry.reason, "LastUpdateTime": entry.at.timestamp()}


def _create(store: TemplateStore, call: RestCall) -> StandInAnswer:
    store.create(call.body.get("TemplateName"), call.body.get("TemplateContent"))
    return reply()


def _update(store: TemplateStore, call: RestCall) -> StandInAnswer:
    store.update(call.names[0], call.body.get("TemplateContent"))
    return reply()


def _delete(store: TemplateStore, call: RestCall) -> StandInAnswer:
    store.delete(call.names[0])
    return reply()


def _template(store: TemplateStore, call: RestCall) -> StandInAnswer:
    template = store.read(call.names[0])
    content = {"Subject": template.subject, "Html": template.html, "Text": template.text}
    return reply(TemplateName=template.name, TemplateContent={name: text for name, text in content.items() if text})


def _names(store: TemplateStore, call: RestCall) -> StandInAnswer:
    return _page_of("TemplatesMetadata", [{"TemplateName": name} for name in store.names()], call.page)


def _page_of(member: str, entries: list[dict[str, Any]], page: slice) -> StandInAnswer:
    following = {"NextToken": str(page.stop)} if page.stop < len(entries) else {}
    return reply(**{member: entries[page]}, **following)
