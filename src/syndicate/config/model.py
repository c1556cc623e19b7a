"""The sections of the configuration and their keys, frozen and typed.

What a key means, its unit and its default stand in `docs/configuration.md`; a test holds this
module, that document and the shipped ``config.toml`` together.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, PrivateAttr

from syndicate.config.addresses import (
    Authority,
    FilePath,
    Host,
    HubAddress,
    MailboxText,
    Proxies,
    SiteAddress,
    WebAddress,
)
from syndicate.config.desk import DeskSection
from syndicate.config.editorial import EditorialSection
from syndicate.config.events import EventsSection, FuseSection
from syndicate.config.newsletters.sections import NewsletterSection
from syndicate.config.origins import Origins
from syndicate.config.positions import KeyPath
from syndicate.config.secrets import DatabaseAddress, DatabaseUrl, PasswordText, SecretText
from syndicate.config.section import Section
from syndicate.config.sources import Bytes, SourceSection
from syndicate.config.theme import ThemeSection
from syndicate.config.values import (
    Age,
    BucketName,
    ConfigurationSet,
    Doubting,
    FeedPlace,
    HeaderText,
    Kept,
    KeyPrefix,
    Language,
    Line,
    LinkAge,
    MailClient,
    Pace,
    Patience,
    PodcastCategory,
    Port,
    Slug,
    Text,
    TrialWait,
    Waiting,
    Zone,
)
from syndicate.errors import Complaint
from syndicate.mail.model import DEFAULT_CLIENTS

Rate = Annotated[float, Field(gt=0, le=10_000, allow_inf_nan=False)]
Forms = Annotated[int, Field(ge=1, le=1_000_000)]


class SiteSection(Section):
    """``[site]``: the publication. ``description`` falls back to the title, ``url`` to where ``[web]`` listens."""

    title: Line
    description: Text = ""
    url: SiteAddress = "http://127.0.0.1:8080"
    language: Language = "en"
    time_zone: Zone = ZoneInfo("UTC")
    postal_address: Line
    id_authority: Authority
    purge_file: FilePath = Path("var/purge.txt")


class DatabaseSection(Section):
    """``[database]``: ``url`` is whole, wherever it was written; ``url_file`` only says where that was.

    A start waits up to ``wait`` for a server that does not answer yet.
    """

    url: DatabaseAddress = DatabaseUrl("sqlite:///var/syndicate.db")
    url_file: FilePath | None = None
    wait: Waiting = timedelta(minutes=1)


class ScheduleSection(Section):
    """``[schedule]``: how often each job of the scheduler looks for work."""

    collect_every: Pace = timedelta(minutes=1)
    compose_every: Pace = timedelta(minutes=1)
    deliver_every: Pace = timedelta(seconds=30)
    misfire_grace: Pace = timedelta(hours=1)


class NetSection(Section):
    """``[net]``: limits of every fetch of a foreign address."""

    timeout: Patience = timedelta(seconds=10)
    max_redirects: Annotated[int, Field(ge=0, le=10)] = 3
    user_agent: HeaderText = "syndicate"
    allow_loopback: bool = False


class ImagesSection(Section):
    """``[images]``: where renditions lie and under which address; limits of pictures and of who decodes them.

    ``imports`` holds the pictures that archives brought, from which renditions are made.
    """

    shelf: Literal["folder", "s3"] = "folder"
    folder: FilePath = Path("var/media")
    imports: FilePath = Path("var/imports")
    base_url: WebAddress | None = None
    check: Literal["shelf", "address"] = "shelf"
    max_bytes: Bytes = 15_000_000
    max_pixels: Annotated[int, Field(ge=10_000, le=200_000_000)] = 40_000_000
    workers: Annotated[int, Field(ge=1, le=16)] = 2
    worker_memory: Annotated[int, Field(ge=200_000_000, le=16_000_000_000)] = 800_000_000


class FilterSection(Section):
    """``[[feeds.filters]]``: a saved choice of articles with a feed of its own; an empty list asks for nothing."""

    name: Slug
    title: Line
    sections: tuple[Line, ...] = ()
    tags: tuple[Line, ...] = ()
    authors: tuple[Line, ...] = ()
    languages: tuple[Language, ...] = ()
    match: Literal["all", "any"] = "all"


class PodcastSection(Section):
    """``[feeds.podcast]``: what directories of podcasts are told; without ``owner`` the first newsletter's sender."""

    owner: MailboxText | None = None
    category: PodcastCategory = "News"
    explicit: bool = False
    image: WebAddress | None = None


class FeedsSection(Section):
    """``[feeds]``: which feeds there are, what they hold, where they lie, how long they may be cached.

    ``scopes`` come on top of the site's feed and of the filters', which there always are.
    """

    shelf: Literal["folder", "s3"] = "folder"
    folder: FilePath = Path("feeds")
    entries: Annotated[int, Field(ge=1, le=500)] = 50
    ttl_minutes: Annotated[int, Field(ge=1, le=1_440)] = 15
    archive_max_age: Age = timedelta(days=1)
    scopes: tuple[Literal["section", "author", "tag", "language"], ...] = ("section",)
    most_feeds: Annotated[int, Field(ge=1, le=5_000)] = 500
    summary_only: tuple[FeedPlace, ...] = ()
    updates: Literal["content", "flagged"] = "content"
    icon: WebAddress | None = None
    hubs: tuple[HubAddress, ...] = ()
    filters: tuple[FilterSection, ...] = ()
    podcast: PodcastSection = PodcastSection()


class S3Section(Section):
    """``[s3]``: the bucket of every shelf that is ``"s3"``; what is absent is found by boto3's own conventions."""

    bucket: BucketName | None = None
    prefix: KeyPrefix = ""
    region: Line | None = None
    profile: Line | None = None
    endpoint_url: WebAddress | None = None
    connect_timeout: Patience = timedelta(seconds=5)
    read_timeout: Patience = timedelta(seconds=30)


class AudienceSection(Section):
    """``[audience]``: how people join by themselves, and readers that a new database starts with.

    Without ``consent``, the words that people agree to are ours, in the language of the page. ``per_network`` and
    ``per_site`` are the most forms that are taken within an hour.
    """

    signup: bool = True
    consent: Line | None = None
    confirm_within: LinkAge = timedelta(days=7)
    preferences_valid: LinkAge = timedelta(days=90)
    per_network: Forms = 10
    per_site: Forms = 1_000
    sample_readers: tuple[MailboxText, ...] = ()


class RetentionSection(Section):
    """``[retention]``: how long closed editions keep more than what everybody sees of them, and the audience itself.

    Without ``people``, rows of people stay as long as it must be known who had what, and no longer. Without ``ended``,
    who left is known for good.
    """

    renderings: Kept = timedelta(days=30)
    people: Kept | None = None
    unconfirmed: Kept = timedelta(days=14)
    ended: Kept | None = None
    networks: Kept = timedelta(days=30)


class MailSection(Section):
    """``[mail]``: what mails look like. Without ``templates``, those that come with the program are in force.

    ``clients`` are the mail programs of which an editor is told what they do not take.
    """

    templates: FilePath | None = None
    clients: tuple[MailClient, ...] = DEFAULT_CLIENTS


class SesSection(Section):
    """``[delivery.ses]``: what is absent is found by boto3's own conventions."""

    region: Line | None = None
    profile: Line | None = None
    configuration_set: ConfigurationSet | None = None
    endpoint_url: WebAddress | None = None
    tenant: Line | None = None
    endpoint_id: Line | None = None
    template_above: Annotated[int, Field(ge=0, le=100_000_000)] = 1_000
    rate_per_second: Rate | None = None
    connect_timeout: Patience = timedelta(seconds=5)
    read_timeout: Patience = timedelta(seconds=30)
    events: EventsSection = EventsSection()


class TrialSection(Section):
    """``[delivery.trial]``: the part of an edition that leaves first, and how long the rest waits for what it meets.

    Without a ``share`` there is none.
    """

    share: Annotated[float, Field(ge=0, le=0.5, allow_inf_nan=False)] = 0.0
    most: Annotated[int, Field(ge=1, le=1_000_000)] = 500
    wait: TrialWait = timedelta(hours=1)


class SmtpSection(Section):
    """``[delivery.smtp]``: a mail server. Its ``password`` comes from the environment only."""

    host: Host = "localhost"
    port: Annotated[int, Field(ge=1, le=65_535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: Line | None = None
    password: PasswordText | None = None
    timeout: Patience = timedelta(minutes=1)
    rate_per_second: Rate | None = None


class DeliverySection(Section):
    """``[delivery]``: by which carrier mail leaves, how, and what becomes of mails in doubt.

    ``batch`` is the most recipients of one call. Without ``state_folder`` it is this user's own, by XDG; without
    ``doubt`` it is "reconcile" where events come in, else "at_most_once".
    """

    via: Literal["outbox", "ses", "smtp"] = "outbox"
    batch: Annotated[int, Field(ge=1, le=50)] = 50
    outbox_folder: FilePath = Path("var/outbox")
    max_attempts: Annotated[int, Field(ge=1, le=20)] = 5
    unsubscribe_mailto: MailboxText | None = None
    state_folder: FilePath | None = None
    warm_up: Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(max_length=366)] = ()
    trial: TrialSection
    doubt: Literal["at_most_once", "reconcile", "at_least_once"] | None = None
    doubt_wait: Doubting = timedelta(minutes=15)
    fuse: FuseSection = FuseSection()
    ses: SesSection
    smtp: SmtpSection


class WebSection(Section):
    """``[web]``: the public listener. Without ``secret``, from the environment only, ``secret_file`` holds the key."""

    host: Host = "127.0.0.1"
    port: Port = 8080
    trusted_proxies: tuple[Proxies, ...] = ()
    secret: SecretText | None = None
    secret_file: FilePath = Path("var/secret.key")


class Config(Section):
    """The whole configuration: checked, frozen, with every path absolute.

    Made by `syndicate.config.load` only, which tells it where each value came from.
    """

    site: SiteSection
    theme: ThemeSection
    database: DatabaseSection
    schedule: ScheduleSection
    net: NetSection
    sources: tuple[SourceSection, ...] = ()
    images: ImagesSection
    editorial: EditorialSection
    feeds: FeedsSection
    s3: S3Section
    audience: AudienceSection
    newsletters: tuple[NewsletterSection, ...] = ()
    retention: RetentionSection
    mail: MailSection
    delivery: DeliverySection
    web: WebSection
    desk: DeskSection

    _origins: Origins = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        """Keep the origins, which `load` gives as the context of validation."""
        self._origins = context

    @property
    def path(self) -> Path:
        """The file, as its reader was named it."""
        return self._origins.file

    @property
    def folder(self) -> Path:
        """The absolute folder that relative paths start from."""
        return self._origins.folder

    @property
    def origins(self) -> Origins:
        """Where each value came from."""
        return self._origins

    @property
    def moved(self) -> tuple[Complaint, ...]:
        """What was read under an old name, each with its place, the old name and the one it has now."""
        noted = sorted(self._origins.moved, key=lambda mistake: mistake.place)
        return tuple(Complaint(where=mistake.place.text, message=mistake.message) for mistake in noted)

    def resolve(self, path: Path | str) -> Path:
        """A path as the file would mean it: absolute, or from the file's folder."""
        return self.folder / path

    def where(self, path: KeyPath) -> str:
        """The place of a value, ``config.toml:40:6``, for a room that refuses it later.

        Entries of arrays are named or counted: ``("newsletters", "morning", "at")``. A value that
        nobody wrote has the place of its table.
        """
        return self._origins.of_value(path).text


#: Values that nobody wrote are taken from there. ``*`` stands for every entry of an array.
FALLBACKS: Mapping[KeyPath, KeyPath] = {
    ("site", "description"): ("site", "title"),
    ("sources", "*", "language"): ("site", "language"),
    ("sources", "*", "time_zone"): ("site", "time_zone"),
    ("newsletters", "*", "language"): ("site", "language"),
    ("newsletters", "*", "time_zone"): ("site", "time_zone"),
}

#: From where a key stood to where it stands: it is read there still, and told. The manual has the same table.
MOVED: Mapping[KeyPath, KeyPath] = {
    ("preview", "enabled"): ("desk", "enabled"),
    ("preview", "host"): ("desk", "host"),
    ("preview", "port"): ("desk", "port"),
    ("preview", "templates"): ("mail", "templates"),
}
