"""Judges mails before they leave: a rule is a function from a page, a source or a digest to what an editor is told."""
