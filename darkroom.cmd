@echo off
rem Runs Darkroom from a source checkout; builds the distribution on first use. Rebuild after changes: mvnw package -DskipTests
setlocal
set "here=%~dp0"
set "dist=%here%host-demo\target\darkroom"
if exist "%dist%\lib\bundled-plugins.txt" goto run

echo darkroom: building the distribution, once (a few minutes when Maven has to fetch its dependencies) ... 1>&2
set "log=%here%host-demo\target\first-build.log"
if not exist "%here%host-demo\target" mkdir "%here%host-demo\target"
pushd "%here%"
call mvnw.cmd --batch-mode --no-transfer-progress -DskipTests -Dspotless.check.skip=true package >"%log%" 2>&1
set "failed=%errorlevel%"
popd
if "%failed%"=="0" goto run
findstr "ERROR" "%log%" 1>&2
echo darkroom: the build failed; the whole log is "%log%" 1>&2
exit /b 3

:run
"%dist%\bin\darkroom.cmd" %*
