"""Where the user's own data lies: worked out at once where every command needs it, as the library says."""

import os
import sys

import platformdirs

from canang.desk.desk import usual_home


def test_the_usual_home_is_where_platformdirs_has_it() -> None:
    assert str(usual_home(os.environ, sys.platform)) == platformdirs.user_data_dir("canang", appauthor=False)
