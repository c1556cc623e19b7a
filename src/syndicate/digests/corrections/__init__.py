"""Corrections reach exactly those who were mailed what was wrong, once, with the next edition that they get."""
