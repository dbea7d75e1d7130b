"""canang: the handbook of Vietnam's local officials for delegated science and technology tasks."""

__version__ = "0.3.0"
