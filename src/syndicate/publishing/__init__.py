"""The engine: wires the parts from the configuration and runs the steps, once or on a schedule."""
