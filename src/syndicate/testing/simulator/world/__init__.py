"""What there is around the program in a simulation: what is published, people, the provider and the way back."""
