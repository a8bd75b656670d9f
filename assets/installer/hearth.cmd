@echo off
rem The command line of an installed Hearth: its own Node runs its own program, whatever else is on the PC.
"%~dp0..\node.exe" "%~dp0..\app.asar.unpacked\dist\app\hearth.js" %*
