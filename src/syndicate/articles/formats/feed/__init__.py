"""RSS and Atom, and exports of whole sites in the same notation: one article an item."""
