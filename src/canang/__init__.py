"""canang: the handbook of Vietnam's local officials for delegated science and technology tasks.

As a library: ``open_handbook()`` gives ``search``, ``entry`` and ``deadline`` (see ``canang.handbook``).
"""

TYPE_CHECKING = False  # ``typing`` would be loaded before the program has a hand on Ctrl-C
if TYPE_CHECKING:
    from typing import Any

    from canang.handbook import Handbook, open_handbook

__version__ = "0.3.0"
__all__ = ["Handbook", "open_handbook"]


def __getattr__(name: str) -> "Any":
    """What the library offers, loaded when it is asked for: the commands load what they need themselves."""
    if name in __all__:
        from canang.handbook import Handbook, open_handbook  # noqa: PLC0415

        return {"Handbook": Handbook, "open_handbook": open_handbook}[name]
    raise AttributeError(f"module 'canang' has no attribute {name!r}")
