"""What must hold in a simulation, judged by what the provider took and what people did, never by the product's word."""
