"""The facts of the handbook for other programs, as JSON under ``/api/v1``. Read-only, and the same for everybody."""
