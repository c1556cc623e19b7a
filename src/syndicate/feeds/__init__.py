"""Articles as RSS 2.0, Atom 1.0 and JSON Feed 1.1: entries, scopes, documents, and the step that puts them out."""
