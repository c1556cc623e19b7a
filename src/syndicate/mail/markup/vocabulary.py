"""The names of MJML's tags and HTML's elements, and what may stand in what."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


_CONTENT = "accordion button carousel divider image navbar raw social spacer table text"
#: What each MJML tag may stand in; nothing: it is the outermost.
PARENTS: dict[str, frozenset[str]] = {
    name: words(parents)
    for name, parents in {
        "mjml": "",
        "mj-head": "mjml",
        "mj-body": "mjml",
        "mj-title": "mj-head",
        "mj-preview": "mj-head",
        "mj-style": "mj-head",
        "mj-breakpoint": "mj-head",
        "mj-attributes": "mj-head",
        "mj-all": "mj-attributes",
        "mj-class": "mj-attributes",
        "mj-wrapper": "mj-body",
        "mj-section": "mj-body mj-wrapper",
        "mj-hero": "mj-body mj-wrapper",
        "mj-group": "mj-section",
        "mj-column": "mj-section mj-group",
        **{f"mj-{name}": "mj-column mj-hero" for name in _CONTENT.split()},
        "mj-raw": "mj-head mj-body mj-wrapper mj-section mj-group mj-column mj-hero",
        "mj-accordion-element": "mj-accordion",
        "mj-accordion-title": "mj-accordion-element",
        "mj-accordion-text": "mj-accordion-element",
        "mj-carousel-image": "mj-carousel",
        "mj-navbar-link": "mj-navbar",
        "mj-social-element": "mj-social",
    }.items()
}
#: What has no defaults to be set in ``mj-attributes``.
WITHOUT_DEFAULTS = words("mjml mj-head mj-title mj-preview mj-style mj-attributes mj-breakpoint")
#: What holds HTML or text; every other MJML tag holds MJML alone.
HOLDS_HTML = words(
    "mj-title mj-preview mj-style mj-raw mj-text mj-button mj-table mj-accordion-title mj-accordion-text"
    " mj-navbar-link mj-social-element"
)
#: What is in no mail, and what to do instead.
REFUSED = {
    "mj-include": "Use Jinja's {% include %}, which stays inside the template folder.",
    "mj-font": "Mails bring no web fonts: they would tell a third party who reads what.",
    "mj-html-attributes": "The compiler does not know it; write the attribute on the tag.",
    **dict.fromkeys(
        ("script", "iframe", "object", "embed", "applet", "frame", "frameset"),
        "Mail programs take it out, and some hold a mail with it for dangerous. Say it in HTML and CSS.",
    ),
}
#: Elements of HTML, those included that only mails still use.
ELEMENTS = words(
    "a abbr acronym address area article aside audio b base basefont bdi bdo big blink blockquote body br button"
    " canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em fieldset"
    " figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html i img input ins kbd label"
    " legend li link main map mark marquee menu meta meter nav nobr noscript ol optgroup option output p param"
    " picture pre progress q rp rt ruby s samp search section select slot small source span strike strong style sub"
    " summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr"
)
_TABLE = words("table thead tbody tfoot mj-table mj-raw")
_ROW = frozenset({"tr", "mj-raw"})
#: What elements may stand in that browsers move elsewhere, or break up, if they stand in anything else.
STRICT_PARENTS = {
    "tr": _TABLE,
    "td": _ROW,
    "th": _ROW,
    **dict.fromkeys(("thead", "tbody", "tfoot", "caption", "colgroup"), words("table mj-table mj-raw")),
    "li": words("ul ol menu mj-raw"),
}
#: What may stand directly in a table, or in a row of one.
STRICT_CHILDREN = {
    **dict.fromkeys(("table", "mj-table"), words("caption colgroup col thead tbody tfoot tr template")),
    **dict.fromkeys(("thead", "tbody", "tfoot"), frozenset({"tr", "template"})),
    "tr": words("td th template"),
}
#: What ends a paragraph or a heading in which it stands.
BLOCKS = words(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 h2 h3"
    " h4 h5 h6 header hr main menu nav ol p pre section table ul"
)
