"""Puts a folder on the user's PATH, or takes it out: ``path_entry.py them|bo FOLDER``.

By Windows' own calls and not by NSIS, which cuts off what is longer than a thousand letters.
"""

import ctypes
import sys
import winreg


def changed(path: str, folder: str, *, there: bool) -> str:
    """The PATH with this folder once, at the end, or without it; all else as it was.

    >>> changed("C:\\\\a;;c:\\\\Canang\\\\", "C:\\\\canang", there=True)
    'C:\\\\a;;C:\\\\canang'
    """
    parts = [part for part in path.split(";") if part.strip().rstrip("\\").lower() != folder.rstrip("\\").lower()]
    if there:
        parts = [*parts, folder] if parts != [""] else [folder]
    return ";".join(parts)


def main() -> None:
    """Change the PATH of new windows; those that are open keep theirs."""
    what, folder = sys.argv[1:]
    with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, "Environment", 0, winreg.KEY_READ | winreg.KEY_WRITE) as key:
        try:
            path, kind = winreg.QueryValueEx(key, "Path")
        except FileNotFoundError:
            path, kind = "", winreg.REG_EXPAND_SZ
        new = changed(path, folder, there=what == "them")
        if new != path:
            winreg.SetValueEx(key, "Path", 0, kind, new)
    # Tells Explorer, which starts the next windows: WM_SETTINGCHANGE to all, five seconds at most.
    ctypes.windll.user32.SendMessageTimeoutW(0xFFFF, 0x1A, 0, "Environment", 2, 5000, None)


if __name__ == "__main__":
    main()
