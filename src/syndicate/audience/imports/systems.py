"""The exports of other systems: known by their headers, each column with what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from syndicate.audience.imports.words import Standing, fold

#: What each word of a status column means; a word that is not there is not understood.
Vocabulary = Mapping[str, Standing | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class System:
    """One system's export, its columns named as `fold` leaves them.

    ``statuses`` say by a word how a person stands, ``ends`` by a date since when. ``ground`` is the column that
    states consent: by one of ``ground_words``, or by a date where there are none. ``joined`` dates the consent.
    ``former`` has the id that stands in links of its mails. A cell of ``paying`` that is none of its words says that
    somebody pays there. ``others`` are passed over unread.
    """

    name: str
    is_it: Callable[[frozenset[str]], bool]
    statuses: Mapping[str, Vocabulary] = field(default_factory=dict)
    ends: Mapping[str, Standing] = field(default_factory=dict)
    ground: tuple[str, ...] = ()
    ground_words: frozenset[str] = frozenset()
    joined: tuple[str, ...] = ()
    former: frozenset[str] = frozenset()
    paying: Mapping[str, frozenset[str]] = field(default_factory=dict)
    others: frozenset[str] = frozenset()

    def knows(self, folded: str) -> bool:
        """Whether the column is the system's own, so that its words need no explanation."""
        return folded in {*self.statuses, *self.ends, *self.ground, *self.joined, *self.former, *self.others}


#: What a cell says that nobody pays: nothing, or one of these.
_FREE = frozenset({"", "false", "0", "no", "free", "other", "none", "null", "comp", "author"})


def _columns(listed: str) -> frozenset[str]:
    return frozenset(fold(name) for name in listed.split(","))


_TRUTH: Vocabulary = {"true": Standing.SUBSCRIBED, "false": Standing.ENDED, "": None}
_YES_IS_OFF: Vocabulary = {"true": Standing.ENDED, "false": Standing.SUBSCRIBED, "": None}
for _yes, _no in (("1", "0"), ("yes", "no"), ("wahr", "falsch"), ("vrai", "faux"), ("verdadero", "falso")):
    _TRUTH = {**_TRUTH, _yes: Standing.SUBSCRIBED, _no: Standing.ENDED}
    _YES_IS_OFF = {**_YES_IS_OFF, _yes: Standing.ENDED, _no: Standing.SUBSCRIBED}

# ghost/core/server/services/members: id,email,name,note,subscribed_to_emails,complimentary_plan,…
GHOST = System(
    name="ghost",
    is_it=lambda columns: "subscribed to emails" in columns,
    statuses={"subscribed to emails": _TRUTH},
    ends={"deleted at": Standing.ENDED},
    ground=("subscribed to emails",),
    ground_words=frozenset({"true", "1", "yes", "wahr", "vrai", "verdadero"}),
    joined=("created at",),
    former=_columns("uuid"),
    paying={"tiers": _FREE, "products": _FREE},
    others=_columns("id,note,complimentary_plan,stripe_customer_id,labels,products,tiers,gift_id"),
)

# email_list.<publication>.csv; and the longer one of the subscribers' page.
SUBSTACK = System(
    name="substack",
    is_it=lambda columns: (
        "email disabled" in columns
        or {"active subscription", "plan", "expiry"} <= columns
        or {"stripe plan", "start date"} <= columns
    ),
    statuses={"email disabled": _YES_IS_OFF, "emails enabled": _TRUTH},
    ends={"unsubscribed at": Standing.ENDED, "unsubscribe date": Standing.ENDED},
    joined=("created at", "start date"),
    paying={"active subscription": _FREE, "stripe plan": _FREE},
    others=_columns(
        "active_subscription,expiry,plan,first_payment_at,stripe plan,cancel date,paid upgrade date,first paid date,"
        "expiration date,type,subscription type,days active,activity,revenue,country,state/province,"
        "subscription source (free),subscription source (paid),emails dropped,"
        "emails dropped (6mo),emails dropped (last 30 days)"
    ),
)

# listmonk cmd/subscribers.go: uuid,email,name,attributes,status,created_at,updated_at
LISTMONK = System(
    name="listmonk",
    is_it=lambda columns: "status" in columns and "uuid" in columns,
    statuses={
        "status": {
            "enabled": Standing.SUBSCRIBED,
            "disabled": Standing.ENDED,
            "blocklisted": Standing.BLOCKED,
            "blacklisted": Standing.BLOCKED,
            "": None,
        },
        "subscription status": {
            "confirmed": Standing.SUBSCRIBED,
            "unconfirmed": Standing.UNCONFIRMED,
            "unsubscribed": Standing.ENDED,
            "": None,
        },
    },
    joined=("created at",),
    former=_columns("uuid"),
    others=_columns("id,attributes,attribs,updated_at,lists"),
)

_BUTTONDOWN_PAID = ("premium", "trialed", "unpaid", "gifted", "churning", "past due")
_BUTTONDOWN_TYPES: Vocabulary = {
    **dict.fromkeys(["regular", "premium", "trialed", "unpaid", "gifted"], Standing.SUBSCRIBED),
    # Of these it is the paid part that pauses or ends; they read on.
    **dict.fromkeys(["churning", "churned", "paused", "past due", "upcoming"], Standing.SUBSCRIBED),
    "unactivated": Standing.UNCONFIRMED,
    **dict.fromkeys(["unsubscribed", "removed", "disabled", "deleted"], Standing.ENDED),
    **dict.fromkeys(["spammy", "blocked"], Standing.BLOCKED),
    **dict.fromkeys(["undeliverable", "bounced"], Standing.BOUNCED),
    "complained": Standing.COMPLAINED,
    "": None,
}

# Buttondown's SubscriberType (github.com/buttondown/openapi, enums.json).
BUTTONDOWN = System(
    name="buttondown",
    is_it=lambda columns: (
        bool({"subscriber type", "unsubscription date"} & columns) or {"type", "creation date"} <= columns
    ),
    statuses={"subscriber type": _BUTTONDOWN_TYPES, "type": _BUTTONDOWN_TYPES},
    ends={
        "unsubscription date": Standing.ENDED,
        "undeliverability date": Standing.BOUNCED,
    },
    ground=("subscriber type", "type"),
    ground_words=frozenset({"regular"}),
    joined=("creation date",),
    former=_columns("id"),
    paying=dict.fromkeys(("subscriber type", "type"), frozenset(_BUTTONDOWN_TYPES) - {*_BUTTONDOWN_PAID}),
    others=_columns(
        "secondary_id,notes,metadata,tags,referrer_url,source,unsubscription_reason,undeliverability_reason,churn_date,"
        "utm_campaign,utm_source,utm_medium,avatar_url,ip_address,referral_code,gift_subscription_message,email_transitions,"
        "transitions,last_open_date,last_click_date,risk_score,stripe_customer_id,stripe_customer,upgrade_date"
    ),
)

_MAILCHIMP_OWN = _columns(
    "MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,GMTOFF,DSTOFF,LAST_CHANGED,LEID,EUID,UNSUB_TIME,"
    "UNSUB_REASON,CLEAN_TIME,UNSUB_CAMPAIGN_ID,CLEAN_CAMPAIGN_ID"
)

# The three files of an audience's archive and the fourth for contacts that never subscribed.
MAILCHIMP = System(
    name="mailchimp",
    is_it=lambda columns: len(_MAILCHIMP_OWN & columns) >= 3 or bool({"unsub time", "clean time"} & columns),  # noqa: PLR2004
    ends={"unsub time": Standing.ENDED, "clean time": Standing.BOUNCED},
    ground=("confirm time",),
    joined=("optin time",),
    others=_MAILCHIMP_OWN
    | _columns(
        "UNSUB_CAMPAIGN_TITLE,UNSUB_REASON_OTHER,CLEAN_CAMPAIGN_TITLE,LATITUDE,LONGITUDE,TIMEZONE,CC,REGION,NOTES,TAGS,"
        "Phone Number,Address,Birthday"
    ),
)

# Of "inactive", who did not open for long, MailPoet says neither that they left nor that they read on.
_MAILPOET_STATUSES: Vocabulary = {
    "subscribed": Standing.SUBSCRIBED,
    "unconfirmed": Standing.UNCONFIRMED,
    "unsubscribed": Standing.ENDED,
    "bounced": Standing.BOUNCED,
    "": None,
}

# lib/Subscribers/ImportExport/ImportExportFactory.php: the fields of an export, each of which may be left out.
MAILPOET = System(
    name="mailpoet",
    is_it=lambda columns: bool({"list status", "global status"} & columns),
    statuses={"list status": _MAILPOET_STATUSES, "global status": _MAILPOET_STATUSES},
    ground=("confirmation time",),
    joined=("subscription time",),
    others=_columns("Subscription IP,Confirmation IP,List"),
)

# users/users.php of the plugin "Newsletter": a letter says how a person stands.
NEWSLETTER = System(
    name="newsletter",
    is_it=lambda columns: {"status", "token", "feed by mail"} <= columns,
    statuses={
        "status": {
            "c": Standing.SUBSCRIBED,
            "s": Standing.UNCONFIRMED,
            "u": Standing.ENDED,
            "b": Standing.BOUNCED,
            "p": Standing.COMPLAINED,
        }
    },
    ground=("status",),
    ground_words=frozenset({"c"}),
    joined=("date",),
    others=_columns("Gender,Token,Feed by mail,Follow up,IP,Referrer,Country,ID,WP User ID")
    | frozenset(f"{name} {number}" for name in ("profile", "list") for number in range(1, 41)),
)

SYSTEMS = (MAILCHIMP, GHOST, SUBSTACK, BUTTONDOWN, LISTMONK, MAILPOET, NEWSLETTER)

_MAILCHIMP_FILES = {
    "unsubscribed": Standing.ENDED,
    "unsubscribes": Standing.ENDED,
    "cleaned": Standing.BOUNCED,
    "nonsubscribed": Standing.UNCONFIRMED,
    "transactional": Standing.UNCONFIRMED,
    "archived": Standing.ENDED,
}


def system_of(headers: frozenset[str]) -> System | None:
    """The system whose export has these headers, folded; ``None`` when it is nobody's that we know."""
    return next((system for system in SYSTEMS if system.is_it(headers)), None)


def standing_by_name(system: System | None, stem: str, headers: frozenset[str]) -> Standing | None:
    """What Mailchimp says by a file's name alone, where the columns that would say it are gone."""
    if system is not MAILCHIMP or headers & MAILCHIMP.ends.keys():
        return None
    words = fold(stem).replace("non subscribed", "nonsubscribed").split()
    return max((_MAILCHIMP_FILES[word] for word in words if word in _MAILCHIMP_FILES), default=None)
