"""The Quay, an invented paper: the digests on which mails are tried."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from syndicate.articles.disclosure import OUR_WORDS
from syndicate.articles.model import AiUse
from syndicate.mail.model import BlockForm, ContentBlock, CorrectionNotice, Digest, Layout, MailPicture, Story
from syndicate.mail.transactional import MailOccasion
from syndicate.storage.states import TransactionalKind

TEMPLATES = Path(__file__).parents[3] / "templates" / "email"
UNSUBSCRIBE = "https://quay.example/unsubscribe/ImFiY2QxMjM0ZWZnaDU2Nzhpamtsbm1vcHEi.c2lnbmF0dXJl-0123456789abcdef"


#: Dominant colours as `images` finds them: of some pictures, the first rows of all had none.
GROUNDS = {"ferry": "#b9ad74", "small-ferry": "#b9ad74", "vans": "#3f7d5a", "library": "#22365e"}


def lead_picture(name: str, alt: str, caption: str = "", size: tuple[int, int] = (1200, 675)) -> MailPicture:
    return MailPicture(
        url=f"https://quay.example/media/{name}.jpg",
        width=size[0],
        height=size[1],
        alt=alt,
        caption=caption,
        ground=GROUNDS.get(name, ""),
    )


def thumbnail(name: str, alt: str) -> MailPicture:
    return MailPicture(
        url=f"https://quay.example/media/{name}.jpg", width=240, height=180, alt=alt, ground=GROUNDS.get(name, "")
    )


def story(name: str, headline: str, kicker: str = "", deck: str = "", alt: str = "") -> Story:
    """A secondary article; with ``alt`` it has a picture."""
    return Story(
        article_id=name,
        headline=headline,
        url=f"https://quay.example/articles/{name}",
        kicker=kicker,
        deck=deck,
        picture=thumbnail(name, alt) if alt else None,
    )


FERRY = Story(
    article_id="ferry",
    headline="The last diesel ferry leaves, and nobody hears the new one arrive",
    url="https://quay.example/articles/ferry",
    kicker="World",
    deck="Battery boats take over the northern routes this week. The harbour masters worry about silence.",
    excerpt=(
        "For eighty years the first ferry woke the street behind the fish market. From today the crossing is made"
        " by two boats that make less noise than the gulls, and the town is learning to look before it steps onto"
        " the slip."
    ),
    picture=lead_picture(
        "ferry",
        "A white ferry under a low sun, seen from the old basin",
        "The night ferry leaves the old basin for the last time. Illustration: The Quay",
    ),
)

SECONDARY = (
    story(
        "vans",
        "Small vans find their market in repair shops",
        "Business",
        "Six counters open along the coast before Christmas.",
        "A white van on a green hill",
    ),
    story(
        "cells",
        "A cell mount that bends so that the battery does not",
        "Technology",
        "What the engineers learned from bridge bearings.",
        "Violet hills under a pale sun",
    ),
    story(
        "library",
        "The library that lends tools stays open on Sundays",
        "Culture",
        "Four hundred drills, one sewing machine, no fines.",
        "A ferry at the library quay in the evening",
    ),
    story(
        "trains",
        "Night trains return to the lake line after nine years",
        "Europe",
        "Three sleepers a week, and breakfast in the next country.",
    ),
)

MORE = (
    story("tide", "Why the tide gate was left open on Thursday"),
    story("bridge", "Two towns, one bridge, no agreement on the toll"),
    story("horn", "Letters: in defence of the fog horn"),
)

DIGEST = Digest(
    title="The Quay",
    issued_on=date(2026, 11, 23),
    language="en-GB",
    direction="ltr",
    subject="The last diesel ferry leaves",
    preheader="Small vans find their market, a cell mount that bends, and night trains return to the lake line.",
    lead=FERRY,
    secondary=SECONDARY,
    more=MORE,
    web_url="https://quay.example/editions/2026-11-23",
    site_url="https://quay.example/",
    feed_url="https://quay.example/feeds/rss.xml",
    postal_address="The Quay, 4 Basin Street\n20457 Hamburg, Germany",
    cadence="daily",
)

SINGLE = replace(DIGEST, secondary=(), more=(), subject=FERRY.headline)

PLAIN = replace(
    DIGEST,
    lead=replace(FERRY, picture=None),
    secondary=tuple(replace(one, picture=None) for one in SECONDARY),
)

LONG = replace(
    DIGEST,
    lead=replace(
        FERRY,
        kicker="Wissenschaft und Gesellschaft",
        headline=(
            "Hafenbehördenvorstandsvorsitzendenstellvertreterinnen beraten nach siebzehn Stunden noch immer über"
            " die Frage, ob der Leuchtturm an der Nordmole weiterhin Leuchtturm heißen darf, obwohl er seit dem"
            " Sommer nicht mehr leuchtet"
        ),
    ),
    language="de",
    secondary=(
        replace(SECONDARY[0], headline="Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenhersteller gibt auf"),
        *SECONDARY[1:],
    ),
)

MANY = replace(
    DIGEST,
    secondary=tuple(replace(SECONDARY[number % 4], article_id=f"s{number}") for number in range(40)),
    more=tuple(replace(MORE[number % 3], article_id=f"m{number}") for number in range(12)),
)


def _arabic(one: Story, headline: str, kicker: str, deck: str, alt: str = "") -> Story:
    picture = replace(one.picture, alt=alt, caption="") if one.picture else None
    return replace(
        one, headline=headline, kicker=kicker, deck=deck, excerpt="", picture=picture, language="ar", direction="rtl"
    )


ARABIC = replace(
    DIGEST,
    title="الرصيف",
    language="ar",
    direction="rtl",
    subject="العبّارة الأخيرة تغادر",
    preheader="الشاحنات الصغيرة تجد سوقها، والقطارات الليلية تعود إلى خط البحيرة.",
    lead=replace(
        _arabic(
            FERRY,
            "آخر عبّارة تعمل بالديزل تغادر، ولا أحد يسمع وصول الجديدة",
            "العالم",
            "قوارب البطاريات تتولى الخطوط الشمالية هذا الأسبوع، وقلق في الميناء من الصمت.",
            "عبّارة بيضاء تحت شمس منخفضة",
        ),
        excerpt=(
            "طوال ثمانين عامًا كانت العبّارة الأولى توقظ الشارع خلف سوق السمك. ومن اليوم يعبر الناس على قاربين"
            " أهدأ من النوارس، وتتعلّم البلدة أن تنظر قبل أن تخطو."
        ),
    ),
    secondary=(
        _arabic(
            SECONDARY[0],
            "شاحنات صغيرة تجد سوقها في ورش الإصلاح",
            "أعمال",
            "ستة منافذ على الساحل قبل نهاية العام.",
            "شاحنة",
        ),
        _arabic(
            SECONDARY[2],
            "مكتبة إعارة الأدوات تبقى مفتوحة أيام الأحد",
            "ثقافة",
            "أربعمئة مثقاب وماكينة خياطة واحدة.",
            "مكتبة",
        ),
        SECONDARY[3],
    ),
    more=(_arabic(MORE[0], "لماذا تُركت بوابة المدّ مفتوحة يوم الخميس؟", "", ""), MORE[1]),
    cadence="daily",
)

SMALL = replace(
    DIGEST,
    lead=replace(
        FERRY,
        picture=lead_picture("small-ferry", "A white ferry under a low sun", "From the museum's album.", (400, 225)),
    ),
)

VIDEO = replace(
    DIGEST,
    lead=replace(FERRY, is_video=True),
    secondary=(replace(SECONDARY[0], is_video=True), *SECONDARY[1:]),
)

DISCLOSED = replace(
    DIGEST,
    lead=replace(FERRY, disclosures=OUR_WORDS.of("en", text=AiUse.ASSISTED, picture=AiUse.GENERATED)),
    secondary=(
        replace(SECONDARY[0], disclosures=OUR_WORDS.of("ar", text=AiUse.GENERATED)),
        replace(SECONDARY[1], deck="", excerpt="Two vans a day.", disclosures=OUR_WORDS.of("de", text=AiUse.ASSISTED)),
        *SECONDARY[2:],
    ),
)

CORRECTIONS = (
    CorrectionNotice(
        headline="The night ferry runs again from Monday",
        url="https://quay.example/ferry-runs-again",
        note="The first crossing is at 21:40, not at 20:40 as we wrote.",
        noted_on=date(2026, 11, 24),
    ),
    CorrectionNotice(
        headline="لماذا تُركت بوابة المدّ مفتوحة يوم الخميس؟",
        url="https://quay.example/tide-gate",
        note="فُتحت البوابة يوم الأربعاء، لا يوم الخميس.",
        noted_on=date(2026, 11, 23),
        language="ar",
        direction="rtl",
    ),
)
CORRECTED = replace(DIGEST, corrections=CORRECTIONS)
#: Of its own, for those who were mailed it wrong.
CORRECTION = replace(
    DIGEST,
    subject="Correction: The night ferry runs again from Monday",
    preheader=CORRECTIONS[0].note,
    lead=None,
    secondary=(),
    more=(),
    corrections=CORRECTIONS[:1],
    cadence="special",
)


def _as_card(story: Story) -> Story:
    """With the picture that cards show: 16:9, 600 pixels across."""
    if story.picture is None:
        return story
    picture = replace(story.picture, url=f"https://quay.example/media/card-{story.article_id}.jpg")
    return replace(story, picture=replace(picture, width=600, height=338))


def _bare(story: Story) -> Story:
    return replace(story, picture=None)


BODY = (
    "<p>For eighty years the first ferry woke the street behind the fish market.</p><h2>What the keepers say</h2>"
    '<p>The crossing is made by <a href="https://quay.example/boats">two boats</a> that make less noise than the'
    " gulls.</p><ul><li>Eleven minutes at each end</li><li>No smoke</li></ul><blockquote><p>It is odd.</p></blockquote>"
    "<pre><code>depart: 21:40\narrive: 22:15</code></pre>"
)
CARDS = replace(DIGEST, layout=Layout.CARDS, secondary=tuple(map(_as_card, SECONDARY)))
HEADLINES = replace(DIGEST, layout=Layout.HEADLINES, lead=_bare(FERRY), secondary=tuple(map(_bare, SECONDARY)))
BRIEF = replace(HEADLINES, layout=Layout.BRIEF)
LETTER = replace(
    SINGLE,
    layout=Layout.LETTER,
    lead=replace(FERRY, body=BODY, body_text="For eighty years the first ferry woke the street.\n\n• No smoke"),
    cadence="instant",
)
BLOCKS = (
    ContentBlock(
        form=BlockForm.ANNOUNCEMENT,
        after="lead",
        html='<h3>Our winter appeal</h3><p>Help us <a href="https://quay.example/why">keep</a> a boat.</p>',
        text="Our winter appeal\n\nHelp us keep <https://quay.example/why> a boat.",
        label="Give",
        url="https://quay.example/give",
    ),
    ContentBlock(form=BlockForm.NOTE, after=3, html="<p>The archive is open.</p>", text="The archive is open."),
    ContentBlock(form=BlockForm.BUTTON, after="more", label="See all stories", url="https://quay.example/all"),
)
WITH_BLOCKS = replace(DIGEST, blocks=BLOCKS)

DIGESTS = {
    "corrected": CORRECTED,
    "correction": CORRECTION,
    "disclosed": DISCLOSED,
    "lead-and-list": DIGEST,
    "single": SINGLE,
    "plain": PLAIN,
    "long": LONG,
    "many": MANY,
    "arabic": ARABIC,
    "small": SMALL,
    "video": VIDEO,
    "cards": CARDS,
    "headlines": HEADLINES,
    "brief": BRIEF,
    "letter": LETTER,
    "blocks": WITH_BLOCKS,
}


def occasion(kind: TransactionalKind, language: str = "en") -> MailOccasion:
    """What a mail of that kind to one reader of The Quay is about."""
    return MailOccasion(
        kind=kind,
        title="The Quay",
        newsletters=("The Quay", "Gulls at Five"),
        language=language,
        url="https://quay.example/confirm/WyJhYmMiLDczOTU3OF0.c2lnbmF0dXJl",
        site_url="https://quay.example/",
        postal_address="The Quay\n1 Harbour Street\nOld Basin",
        written_on=date(2026, 11, 23),
        next_on=date(2026, 11, 24) if kind is TransactionalKind.WELCOME else None,
    )
