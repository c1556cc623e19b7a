"""The guard: no copy of a database sends, and nobody gets an edition twice by a mistake of ours."""
