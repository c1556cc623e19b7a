"""What lies below the pages: connections with bounds, requests read strictly, and whom they come from."""
