"""How the data of others in this repository was made of what they published."""
