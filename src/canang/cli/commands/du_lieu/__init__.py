"""``canang du-lieu``: the commands about the data itself, one module each."""
