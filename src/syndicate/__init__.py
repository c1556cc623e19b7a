"""syndicate: articles in; feeds and inboxes out."""
