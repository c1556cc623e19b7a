"""The desk's first page: what is coming, what is on its way, what wants an eye."""
