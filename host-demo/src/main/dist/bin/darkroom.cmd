@echo off
rem Starts Darkroom. JAVA_HOME chooses the JVM, DARKROOM_OPTS adds JVM options, DARKROOM_HOME moves .darkroom.
setlocal
for %%d in ("%~dp0..") do set "dist=%%~fd"

if defined JAVA_HOME (set "java=%JAVA_HOME%\bin\java.exe") else (for %%j in (java.exe) do set "java=%%~$PATH:j")
if exist "%java%" goto found
echo darkroom: expected a Java 17 runtime, found none; install one or set JAVA_HOME 1>&2
exit /b 3
:found

rem From 1.29 on ONNX Runtime would report its use to Microsoft.
if not defined ORT_DISABLE_TELEMETRY set "ORT_DISABLE_TELEMETRY=1"

rem A class-data archive halves the start; the build makes it, and the JVM leaves one alone that is not its own.
set "jsa=%dist%\lib\darkroom.jsa"
set archive=
if exist "%jsa%" set archive="-XX:SharedArchiveFile=%jsa%"
if defined DARKROOM_DUMP set archive="-XX:ArchiveClassesAtExit=%jsa%"

rem Inspectors work on planes as large as the picture; for all else a small young generation is recycled early.
set young=-Xmn24m
if "%~1"=="inspect" set young=-Xms256m -Xmn192m -XX:SurvivorRatio=2

rem What is over soon compiles once, and fills a small young generation again rather than touch new memory.
set jit=
for %%c in (generate plugins models samplers) do if "%~1"=="%%c" set jit=-XX:TieredStopAtLevel=1
:scan
if [%1]==[] goto run
for %%o in (--count --batch-size) do if "%~1"=="%%o" set jit=
shift
goto scan

rem The user's options come last, so that they win.
:run
if defined jit set young=-Xmn8m
if defined jit set jit=%jit% -XX:Tier3InvocationThreshold=2000 -XX:Tier3MinInvocationThreshold=1000 -XX:Tier3CompileThreshold=20000
set jvm=-Xshare:auto %young% -Xlog:disable -XX:+UseSerialGC -XX:-UsePerfData %archive% %jit% %DARKROOM_OPTS%

rem A wrong option would end the JVM with 1 and words of its own. An agent may wait for somebody: it is not tried.
if not defined DARKROOM_OPTS goto start
echo "%DARKROOM_OPTS%" | findstr /i "agent jdwp" >nul && goto start
"%java%" %jvm% -version >nul 2>&1 && goto start
echo darkroom: DARKROOM_OPTS: expected options of the JVM, found "%DARKROOM_OPTS%" 1>&2
exit /b 2

rem Headless: reading pictures must not look for a screen.
:start
"%java%" %jvm% "-Ddarkroom.dist=%dist%" -Djava.awt.headless=true -jar "%dist%\lib\host-demo.jar" %*
