"""The calls that set an account up: identities, configuration sets, and where these tell their events."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from syndicate.ids import stable_id
from syndicate.testing.ses.account import SimulatedAccount
from syndicate.testing.ses.answers import StandInAnswer, demand, members_of, reply
from syndicate.testing.ses.calls import RestCall, Route

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_TOPIC = re.compile(r"arn:aws[a-z0-9-]*:sns:[a-z0-9-]+:\d{12}:[^:]+")
_KINDS = frozenset(
    {"SEND", "REJECT", "BOUNCE", "COMPLAINT", "DELIVERY", "OPEN", "CLICK", "RENDERING_FAILURE", "DELIVERY_DELAY"}
    | {"SUBSCRIPTION"}
)
_DESTINATION = frozenset(
    {"Enabled", "MatchingEventTypes", "KinesisFirehoseDestination", "CloudWatchDestination", "SnsDestination"}
    | {"EventBridgeDestination", "PinpointDestination"}
)
_SHORTEST_SECONDS, _LONGEST_SECONDS = 300, 50_400


class SetUpStore:
    """What was set up. `verify` is what SES does once it has seen a domain's records."""

    def __init__(self, account: SimulatedAccount) -> None:
        """Begin empty; a set that is made here is one that the account sends with."""
        self._account = account
        self.identities: dict[str, dict[str, Any]] = {}
        self.sets: dict[str, dict[str, Any]] = {}
        self.destinations: dict[str, dict[str, dict[str, Any]]] = {}

    def verify(self, domain: str) -> None:
        """See all of a domain's records."""
        identity = self.identities[domain]
        identity["VerifiedForSendingStatus"] = True
        identity["DkimAttributes"]["Status"] = "SUCCESS"
        if "MailFromAttributes" in identity:
            identity["MailFromAttributes"]["MailFromDomainStatus"] = "SUCCESS"
        if self._account.verified is not None:
            self._account.verified.add(domain)

    def routes(self) -> Iterator[Route]:
        """The calls."""
        identity, of_set = "v2/email/identities", "v2/email/configuration-sets"
        told = f"{of_set}/*/event-destinations"
        for operation, method, path, act in (
            ("CreateEmailIdentity", "POST", identity, self._create_identity),
            ("GetEmailIdentity", "GET", f"{identity}/*", self._identity),
            ("PutEmailIdentityMailFromAttributes", "PUT", f"{identity}/*/mail-from", self._put_mail_from),
            ("CreateConfigurationSet", "POST", of_set, self._create_set),
            ("GetConfigurationSet", "GET", f"{of_set}/*", self._set),
            ("PutConfigurationSetDeliveryOptions", "PUT", f"{of_set}/*/delivery-options", self._put_options),
            ("CreateConfigurationSetEventDestination", "POST", told, self._create_destination),
            ("GetConfigurationSetEventDestinations", "GET", told, self._destinations),
            ("UpdateConfigurationSetEventDestination", "PUT", f"{told}/*", self._update_destination),
        ):
            yield Route(operation=operation, method=method, path=path, act=act)

    def _create_identity(self, call: RestCall) -> StandInAnswer:
        domain = str(call.body.get("EmailIdentity"))
        demand(_DOMAIN.fullmatch(domain), f"Invalid email identity {domain}")
        demand(domain not in self.identities, f"Email identity {domain} already exist.", "AlreadyExistsException")
        dkim = {
            "SigningEnabled": True,
            "Status": "PENDING",
            "Tokens": [stable_id(domain, str(number)) for number in range(3)],
            "SigningAttributesOrigin": "AWS_SES",
        }
        self.identities[domain] = {
            "IdentityType": "DOMAIN",
            "FeedbackForwardingStatus": True,
            "VerifiedForSendingStatus": False,
            "DkimAttributes": dkim,
        }
        return reply(IdentityType="DOMAIN", VerifiedForSendingStatus=False, DkimAttributes=dkim)

    def _identity(self, call: RestCall) -> StandInAnswer:
        return reply(**_found(self.identities, call.names[0], "Email identity"))

    def _put_mail_from(self, call: RestCall) -> StandInAnswer:
        identity = _found(self.identities, call.names[0], "Email identity")
        domain = str(call.body.get("MailFromDomain"))
        demand(domain.endswith(f".{call.names[0]}"), f"Provided MAIL-FROM domain {domain} is not subdomain")
        behaviour = call.body.get("BehaviorOnMxFailure", "USE_DEFAULT_VALUE")
        identity["MailFromAttributes"] = {
            "MailFromDomain": domain,
            "MailFromDomainStatus": "PENDING",
            "BehaviorOnMxFailure": behaviour,
        }
        return reply()

    def _create_set(self, call: RestCall) -> StandInAnswer:
        name = str(call.body.get("ConfigurationSetName"))
        demand(_NAME.fullmatch(name), "Invalid configuration set name")
        demand(name not in self.sets, f"Configuration set {name} already exists.", "AlreadyExistsException")
        options = call.body.get("DeliveryOptions", {})
        _check_options(options)
        sends = call.body.get("SendingOptions", {"SendingEnabled": True})
        self.sets[name] = {**call.body, "DeliveryOptions": options, "SendingOptions": sends}
        self.destinations[name] = {}
        if self._account.configuration_sets is not None:
            self._account.configuration_sets.add(name)
        return reply()

    def _set(self, call: RestCall) -> StandInAnswer:
        return reply(**_found(self.sets, call.names[0], "Configuration set"))

    def _put_options(self, call: RestCall) -> StandInAnswer:
        _check_options(call.body)
        _found(self.sets, call.names[0], "Configuration set")["DeliveryOptions"] = dict(call.body)
        return reply()

    def _create_destination(self, call: RestCall) -> StandInAnswer:
        existing = _found(self.destinations, call.names[0], "Configuration set")
        name = str(call.body.get("EventDestinationName"))
        demand(_NAME.fullmatch(name), "Invalid event destination name")
        demand(name not in existing, f"Event destination {name} already exists.", "AlreadyExistsException")
        existing[name] = _destination(call.body.get("EventDestination"))
        return reply()

    def _destinations(self, call: RestCall) -> StandInAnswer:
        existing = _found(self.destinations, call.names[0], "Configuration set")
        return reply(EventDestinations=[{"Name": name, **destination} for name, destination in existing.items()])

    def _update_destination(self, call: RestCall) -> StandInAnswer:
        existing = _found(self.destinations, call.names[0], "Configuration set")
        _found(existing, call.names[1], "Event destination")
        existing[call.names[1]] = _destination(call.body.get("EventDestination"))
        return reply()


def _found(things: Mapping[str, dict[str, Any]], name: str, what: str) -> dict[str, Any]:
    demand(name in things, f"{what} {name} does not exist.", "NotFoundException", 404)
    return things[name]


def _check_options(options: Mapping[str, Any]) -> None:
    seconds = options.get("MaxDeliverySeconds", _SHORTEST_SECONDS)
    demand(_SHORTEST_SECONDS <= seconds <= _LONGEST_SECONDS, "MaxDeliverySeconds is 300 to 50400")


def _destination(definition: Any) -> dict[str, Any]:
    members = members_of(definition, _DESTINATION, "EventDestination")
    demand(len([name for name in members if name.endswith("Destination")]) == 1, "one destination is needed")
    kinds = members.get("MatchingEventTypes") or ()
    demand(kinds and _KINDS.issuperset(kinds), "MatchingEventTypes are not known, or none")
    topic = str(members.get("SnsDestination", {}).get("TopicArn", ""))
    demand("SnsDestination" not in members or _TOPIC.fullmatch(topic), "Invalid SNS topic")
    return dict(members)
