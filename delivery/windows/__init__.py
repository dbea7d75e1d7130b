"""canang for a Windows machine without Python: a folder that runs by a double click, and an installer of it for one
user. No administrator, no network.
"""
