@echo off
rem canang in a window of Windows: "canang tim cay xang", or alone for the menu.
setlocal
rem What is piped on, as to more or clip, is UTF-8: the window is told so.
chcp 65001 > nul 2> nul
rem By a double click this is the program's own folder, and what is printed belongs to the user's.
if "%~1"=="" if /i "%cd%\"=="%~dp0" cd /d "%USERPROFILE%"
if "%~1"=="" if /i "%cd%"=="%SystemRoot%" cd /d "%USERPROFILE%"
"%~dp0python\python.exe" -m canang %*
set "answer=%errorlevel%"
if "%~1"=="" if not "%answer%"=="0" if not "%answer%"=="130" pause
exit /b %answer%
