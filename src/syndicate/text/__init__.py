"""Sanitising and escaping for every exit: HTML, XML, headers, plain text."""
