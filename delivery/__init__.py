"""How canang reaches a desk: wheels for a system, a bundle for those who have Python, a folder and an installer of
Windows for those who have not. Nothing here is part of the program.
"""
