"""A package, so that tests share what stands beside them. Imported before all of canang."""

import os
import sys

# A person's machine keeps what Python compiled; else each of a thousand programs started here would compile it anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
