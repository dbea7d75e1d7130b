@echo off
rem The handbook in the browser; it ends when this window is closed, or by the button on its page of data.
title Cam nang: dong cua so nay thi cam nang tat
"%~dp0python\python.exe" -m canang web
if errorlevel 1 pause
