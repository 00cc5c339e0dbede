"""What builtins do when they must call Python code."""
