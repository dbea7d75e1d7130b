"""The pages on a province's server: signing in, accounts, an office's own register, the province's view."""
