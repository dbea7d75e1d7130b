@echo off
rem canang in a window of Windows: "canang tim cay xang", or alone for the menu.
setlocal
rem What is piped on, as to more or clip, is UTF-8: the window is told so.
chcp 65001 > nul 2> nul
set "here=%~dp0"
set "alone="
if "%~1"=="" set "alone=yes"
if not defined alone goto run
rem By a double click one is in the program's own folder, and what is printed belongs in the user's.
if /i "%cd%"=="%here:~0,-1%" cd /d "%USERPROFILE%"
if /i "%cd%"=="%SystemRoot%" cd /d "%USERPROFILE%"
:run
"%here%python\python.exe" -m canang %*
set "answer=%errorlevel%"
if not defined alone goto end
if "%answer%"=="0" goto end
if "%answer%"=="130" goto end
pause
:end
exit /b %answer%
