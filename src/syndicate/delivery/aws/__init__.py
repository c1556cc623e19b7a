"""Setting Amazon SES up: what is there, what is missing, and the calls that make it so."""
