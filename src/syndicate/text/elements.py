"""The elements of HTML, by what readers do with them."""

from __future__ import annotations

SHOWN_ELEMENTS = frozenset(
    """
    a abbr acronym address area article aside audio b bdi big blockquote br caption center cite code col colgroup data
    dd del details dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd
    legend li main map mark menu meter nav ol optgroup option p picture pre progress q rp rt ruby s samp section small
    source span strike strong sub summary sup table tbody td tfoot th thead time tr track tt u ul var video wbr
    """.split()  # noqa: SIM905 - a list of names is read more easily so
)
"""Elements that readers show."""
RISKY_ELEMENTS = frozenset(
    """
    applet base bdo body button canvas dialog embed fieldset form frame frameset head html iframe input label link math
    meta noembed noframes noscript object param plaintext script select slot style svg template textarea title xmp
    """.split()  # noqa: SIM905
)
"""Elements that readers take out, or run on the reader's machine."""
ELEMENTS = SHOWN_ELEMENTS | RISKY_ELEMENTS
"""All of them."""
