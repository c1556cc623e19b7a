"""Templates as documents: what a tag is, where it stands in its template, and what may stand where."""
