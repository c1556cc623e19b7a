"""What runs the steps, and when."""
