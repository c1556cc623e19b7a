"""What an edition is rendered from, kept with it: so that a story can be taken out and the others stay as they were."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from syndicate.articles.corrections import word_for
from syndicate.articles.disclosure import Disclosure
from syndicate.digests.introduction import introduction_text
from syndicate.digests.model import Exclusion, Tier
from syndicate.digests.patterns import fill
from syndicate.mail.model import BlockForm, ContentBlock, CorrectionNotice, Digest, Layout, MailPicture, Story
from syndicate.mail.translations import full_date
from syndicate.storage.states import MailFormat
from syndicate.text.direction import direction_of
from syndicate.text.plain import one_line, shorten

#: An inbox shows about so many characters after the subject.
PREHEADER_LENGTH = 110
#: Why a story leads that did not at first.
LEADS_INSTEAD = "the story that led was taken out"
#: The cadence of an edition that has none: why its readers get it.
SPECIAL_CADENCE = "special"
#: A phone cuts a longer subject.
SUBJECT_LENGTH = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacedStory:
    """A story with its place, in both forms that it may have to take; ``revision`` is its article's.

    ``reason`` says why it has that place.
    """

    tier: Tier
    revision: int
    as_lead: Story
    as_listed: Story
    reason: str = ""

    @property
    def article_id(self) -> str:
        """The article that it tells."""
        return self.as_listed.article_id


@dataclass(frozen=True, kw_only=True, slots=True)
class ToldCorrection:
    """A correction as an edition tells it, with its key and its article."""

    key: int
    article_id: str
    notice: CorrectionNotice


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionContent:
    """All that an edition says, before it is set in type: a digest can be made of it at any time.

    ``stories`` are in reading order, the lead first. Of one that does nothing but put something right there is none;
    ``corrections`` are what it puts right, the newest first. The pattern of the subject is filled, and without one
    the lead's headline is the subject. So it is with the preheader, which names the other stories at last. A
    ``subject`` and a ``preheader`` that an earlier program kept stand as they are.
    ``introduction`` is HTML as mails may hold it; it stands above the lead.
    ``passed_over`` are the stories that were left out because the mail would be too large, ``waiting_corrections`` the
    keys of what is put right in a later mail therefore.
    """

    title: str
    issued_on: date
    language: str
    web_url: str
    site_url: str
    feed_url: str
    postal_address: str
    cadence: str
    stories: tuple[PlacedStory, ...]
    format: MailFormat = MailFormat.HTML
    subject: str | None = None
    subject_pattern: str | None = None
    preheader: str | None = None
    preheader_pattern: str | None = None
    introduction: str = ""
    corrections: tuple[ToldCorrection, ...] = ()
    passed_over: tuple[Exclusion, ...] = ()
    waiting_corrections: tuple[int, ...] = ()
    layout: Layout = Layout.LEAD_AND_LIST
    blocks: tuple[ContentBlock, ...] = ()

    def digest(self) -> Digest:
        """The digest as the mail room sets it."""
        lead = self.stories[0].as_lead if self.stories else None
        if lead and lead.body:
            lead = replace(lead, body_text=introduction_text(lead.body))
        return Digest(
            title=self.title,
            issued_on=self.issued_on,
            language=self.language,
            direction=direction_of(self.language),
            subject=one_line(self._subject()),
            preheader=self._preheader(),
            introduction=self.introduction,
            introduction_text=introduction_text(self.introduction),
            lead=lead,
            secondary=self._listed(Tier.SECONDARY),
            more=self._listed(Tier.MORE),
            corrections=tuple(told.notice for told in self.corrections),
            web_url=self.web_url,
            site_url=self.site_url,
            feed_url=self.feed_url,
            postal_address=self.postal_address,
            cadence=self.cadence,
            left_out=len(self.passed_over),
            layout=self.layout,
            blocks=self.blocks,
        )

    def without(self, article_ids: Collection[str]) -> EditionContent | None:
        """The same without those articles; another story leads if the lead is among them. ``None``: nothing is left.

        Of one that had stories, corrections alone are nothing.
        """
        told = tuple(told for told in self.corrections if told.article_id not in article_ids)
        kept = [story for story in self.stories if story.article_id not in article_ids]
        if not kept:
            return None if self.stories or not told else replace(self, corrections=told)
        if kept[0].tier is not Tier.LEAD:
            whole = [story for story in kept if not story.as_lead.is_brief] or kept
            lead = next((story for story in whole if story.as_lead.picture), whole[0])
            kept.remove(lead)
            kept.insert(0, replace(lead, tier=Tier.LEAD, reason=LEADS_INSTEAD))
        return replace(self, stories=tuple(kept), corrections=told)

    def fields(self) -> dict[str, Any]:
        """The same as JSON holds it; `content_of` reads it back."""
        return {name: _plain(value) for name, value in asdict(self).items()}

    def _listed(self, tier: Tier) -> tuple[Story, ...]:
        return tuple(story.as_listed for story in self.stories[1:] if story.tier is tier)

    def _subject(self) -> str:
        if self.subject:
            return self.subject
        if not self.stories:
            word, _ = word_for(self.language)
            return shorten(f"{word}: {self.corrections[0].notice.headline}", SUBJECT_LENGTH)
        headline = self.stories[0].as_lead.headline
        written = fill(self.subject_pattern, self._names()) if self.subject_pattern else headline
        return shorten(written or self.title, SUBJECT_LENGTH)

    def _names(self) -> dict[str, str]:
        """What a pattern may name; it is asked for where there is a story."""
        lead = self.stories[0].as_lead
        return {
            "lead": lead.headline,
            "title": self.title,
            "count": str(len(self.stories)),
            "date": full_date(self.issued_on, self.language),
            "section": lead.kicker,
        }

    def _preheader(self) -> str:
        if self.preheader:
            return one_line(self.preheader)
        if not self.stories:
            return shorten(" · ".join(told.notice.note for told in self.corrections), PREHEADER_LENGTH)
        if self.preheader_pattern:
            return shorten(fill(self.preheader_pattern, self._names()), PREHEADER_LENGTH)
        lead, *others = self.stories
        if others:
            return shorten(" · ".join(other.as_listed.headline for other in others), PREHEADER_LENGTH)
        return shorten(lead.as_lead.deck or lead.as_lead.excerpt or self.title, PREHEADER_LENGTH)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    return [_plain(member) for member in value] if isinstance(value, (list, tuple)) else value


def content_of(fields: Mapping[str, Any]) -> EditionContent:
    """What `EditionContent.fields` gave."""
    stories = tuple(
        PlacedStory(
            tier=Tier(story["tier"]),
            revision=story["revision"],
            as_lead=_story(story["as_lead"]),
            as_listed=_story(story["as_listed"]),
            reason=story.get("reason", ""),
        )
        for story in fields["stories"]
    )
    passed_over = tuple(Exclusion(**exclusion) for exclusion in fields["passed_over"])
    issued_on = date.fromisoformat(fields["issued_on"])
    form = MailFormat(fields.get("format", MailFormat.HTML))
    # Earlier programs kept more, and did not keep all.
    known = {name: fields[name] for name in EditionContent.__dataclass_fields__ if name in fields}
    told = tuple(_told(correction) for correction in fields.get("corrections", ()))
    blocks = tuple(ContentBlock(**{**block, "form": BlockForm(block["form"])}) for block in fields.get("blocks", ()))
    read = {"stories": stories, "corrections": told, "passed_over": passed_over, "issued_on": issued_on, "format": form}
    read["waiting_corrections"] = tuple(fields.get("waiting_corrections", ()))
    read |= {"blocks": blocks, "layout": Layout(fields.get("layout", Layout.LEAD_AND_LIST))}
    return EditionContent(**{**known, **read})


def _told(fields: Mapping[str, Any]) -> ToldCorrection:
    notice = fields["notice"]
    noted_on = date.fromisoformat(notice["noted_on"])
    return ToldCorrection(**{**fields, "notice": CorrectionNotice(**{**notice, "noted_on": noted_on})})


def _story(fields: Mapping[str, Any]) -> Story:
    picture = fields["picture"]
    said = tuple(Disclosure(**disclosure) for disclosure in fields.get("disclosures", ()))
    published = date.fromisoformat(fields["published"]) if fields.get("published") else None
    read = {"picture": MailPicture(**picture) if picture else None, "disclosures": said, "published": published}
    return Story(**{**fields, **read, "authors": tuple(fields.get("authors", ()))})
