"""What a person does with the handbook, as calls that return results. No terminal, no web."""
