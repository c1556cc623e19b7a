"""What a publisher's mails and pages wear: colours that can be read, fonts, a logo. Nothing here knows HTML."""
