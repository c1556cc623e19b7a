"""What the mail room is given: plain values of one digest, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from syndicate.articles.disclosure import Disclosure


class Layout(StrEnum):
    """How the stories of a digest are set.

    ``LETTER``: the first one whole, the others as headlines. ``HEADLINES``: without pictures. ``BRIEF``: of each a
    headline, a deck and a link.
    """

    LEAD_AND_LIST = "lead-and-list"
    CARDS = "cards"
    HEADLINES = "headlines"
    LETTER = "letter"
    BRIEF = "brief"


class BlockForm(StrEnum):
    """What a block between the stories is: words, a button, or words and a button on a tinted ground."""

    NOTE = "note"
    BUTTON = "button"
    ANNOUNCEMENT = "announcement"


@dataclass(frozen=True, kw_only=True, slots=True)
class ContentBlock:
    """What a publisher has stand between the stories; ``html`` is sanitised, ``text`` the same as plain text.

    It stands ``after`` a part (``"lead"``, ``"stories"``, …), or after so many stories.
    """

    form: BlockForm
    after: str | int
    html: str = ""
    text: str = ""
    label: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class MailPicture:
    """A picture in a mail: absolute JPEG URL and the pixels of the *file*.

    A lead is shown as wide as the column, never wider than its file; a thumbnail at 120×90. ``ground`` is the
    colour (``#rrggbb``) that stands in its place until it is loaded; empty: the theme's own. ``size`` is the file's in
    bytes; 0: nobody knows.
    """

    url: str
    width: int
    height: int
    alt: str
    caption: str = ""
    ground: str = ""
    size: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """An article as a digest shows it. Texts are plain and unescaped; any of them but the headline may be empty.

    ``body`` is the whole article as sanitised HTML, where the layout shows it, and ``body_text`` the same as plain
    text. ``published`` is a date on the newsletter's own clock. One that ``is_brief`` is told by its headline alone,
    which is its text where it has none.
    """

    article_id: str
    headline: str
    url: str
    kicker: str = ""
    deck: str = ""
    excerpt: str = ""
    picture: MailPicture | None = None  # lead: 16:9 to the column; secondary: 4:3 thumbnail
    is_video: bool = False
    language: str = "en"
    direction: str = "ltr"
    disclosures: tuple[Disclosure, ...] = ()  # of AI in its text and picture
    authors: tuple[str, ...] = ()
    published: date | None = None
    body: str = ""
    body_text: str = ""
    is_brief: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectionNotice:
    """What was wrong in an article that readers were mailed, plain and unescaped, in the article's language.

    ``noted_on`` is the date on the newsletter's own clock.
    """

    headline: str
    url: str
    note: str
    noted_on: date
    language: str = "en"
    direction: str = "ltr"


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """One edition, ready to be rendered: the same for every recipient.

    What differs by recipient stands as a merge field (`MERGE_FIELDS`) in the rendering. ``issued_on`` is the
    date on the newsletter's own clock. ``introduction`` is sanitised HTML, ``introduction_text`` the
    same as plain text. Without a ``lead`` it says nothing but its ``corrections``. ``left_out`` stories are on the web
    alone, because the mail would be too large.
    """

    title: str
    issued_on: date
    language: str
    direction: str
    subject: str
    preheader: str
    lead: Story | None
    secondary: tuple[Story, ...]
    more: tuple[Story, ...]
    web_url: str
    site_url: str
    feed_url: str
    postal_address: str
    cadence: str  # such as "daily", or "special": why the reader gets this
    introduction: str = ""
    introduction_text: str = ""
    corrections: tuple[CorrectionNotice, ...] = ()
    left_out: int = 0
    layout: Layout = Layout.LEAD_AND_LIST
    blocks: tuple[ContentBlock, ...] = ()

    def blocks_after(self, place: str | int) -> tuple[ContentBlock, ...]:
        """What stands after a part, or after so many stories, the lead counted."""
        return tuple(block for block in self.blocks if self._place_of(block) == place)

    def _place_of(self, block: ContentBlock) -> str | int:
        """Where it stands; what asks for more stories than there are follows the last."""
        if not isinstance(block.after, int):
            return block.after
        if block.after == 1:
            return "lead"
        return block.after if block.after <= len(self.secondary) else "stories"


#: The clients in which most newsletters are read.
DEFAULT_CLIENTS = (
    "apple-mail.ios",
    "apple-mail.macos",
    "gmail.android",
    "gmail.desktop-webmail",
    "gmail.ios",
    "outlook.macos",
    "outlook.outlook-com",
    "outlook.windows",
    "samsung-email.android",
    "yahoo.desktop-webmail",
)
#: What differs by recipient, written ``{{name}}`` in a rendering. A name that is not known is empty.
MERGE_FIELDS = frozenset({"unsubscribe_url", "preferences_url", "recipient_name"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendering:
    """The frozen form of a digest: HTML and text with ``{{merge_fields}}``; literal braces cannot be mistaken for them.

    ``source`` is the MJML with the places of its templates, from which a mistake in the HTML is told at its line;
    empty where nobody has it. ``text_template`` is the file that the text was made by.
    ``look`` is another whenever the templates are others.
    """

    html: str
    text: str
    source: str = field(default="", compare=False, repr=False)
    text_template: str = field(default="", compare=False, repr=False)
    look: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Envelope:
    """Everything about one message beside its bodies. ``sender`` and ``recipient`` are header values' parts.

    A letter to one person has no ``list_id``, and nothing to unsubscribe from.
    ``unsubscribe_mailto`` is an address of the kind ``mailto:leave@example.org?subject=unsubscribe`` (RFC 6068).
    """

    delivery_id: str
    sender_name: str
    sender_address: str
    recipient_name: str
    recipient_address: str
    reply_to: str | None
    subject: str
    list_id: str | None
    unsubscribe_url: str
    unsubscribe_mailto: str | None
