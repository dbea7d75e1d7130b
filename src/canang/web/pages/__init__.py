"""The pages, by what a person comes for. Each is a function from a visit to an answer."""
