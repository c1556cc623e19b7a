"""What a reader's client makes of a mail's style: sheets and attributes, computed as a browser computes them."""
