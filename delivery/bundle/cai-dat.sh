#!/bin/sh
# Installs canang for this user from the wheels beside this file. No network, no administrator.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=
for each in python3.13 python3.12 python3.11 python3 python; do
  if "$each" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2> /dev/null; then
    python=$each
    break
  fi
done
if [ -z "$python" ]; then
  echo "Không thấy Python 3.11, 3.12 hay 3.13 trên máy này." >&2
  exit 2
fi
place="${XDG_DATA_HOME:-$HOME/.local/share}/canang-python"
"$python" -m venv --clear --without-pip "$place"
"$python" -m pip --python "$place/bin/python" install --quiet --no-index --find-links "$here/wheels" 'canang[web]'
mkdir -p "$HOME/.local/bin"
ln -sf "$place/bin/canang" "$HOME/.local/bin/canang"
"$place/bin/canang" --version
echo "Đã cài. Chạy: $HOME/.local/bin/canang web"
