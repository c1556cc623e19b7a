"""The public pages and feeds: front page, articles, editions, pictures, leaving."""
