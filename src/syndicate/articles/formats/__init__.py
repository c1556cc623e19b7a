"""The forms that articles come in, a package each: from a text to a draft, without asking anybody else.

`dump`, `page`, `feed`, `json_feed`, `wordpress` and `written` do not know each other; what they share lies in
`body`, `claims`, `furniture`, `media` and `settings`. `sniff` tells which form a text has.
"""
