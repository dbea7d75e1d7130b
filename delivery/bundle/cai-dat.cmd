@echo off
rem Installs canang for this user from the wheels beside this file. No network, no administrator.
setlocal
set "python="
for %%p in ("py -3" python python3) do if not defined python %%~p -c "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))" > nul 2> nul && set "python=%%~p"
if not defined python (
  echo Khong thay Python 3.11, 3.12 hay 3.13. Dung thu muc chay ngay: canang-...-windows.zip
  pause
  exit /b 2
)
set "place=%LOCALAPPDATA%\Programs\canang-python"
%python% -m venv --clear --without-pip "%place%" && %python% -m pip --python "%place%\Scripts\python.exe" install --quiet --no-index --find-links "%~dp0wheels" "canang[web]"
if errorlevel 1 (
  echo Chua cai duoc; xem loi o tren.
  pause
  exit /b 2
)
"%place%\Scripts\canang.exe" --version
echo Da cai. Chay: "%place%\Scripts\canang.exe" web
pause
