@echo off
rem Runs the acord command; builds it first when there is no build or the sources are newer. Needs a JDK 17 or newer and Maven.
setlocal EnableExtensions DisableDelayedExpansion
set "ROOT=%~dp0"
set "APP=%ROOT%acord-cli\target\app"
set "STAMP=%ROOT%acord-cli\target\app.built"

if defined JAVA_HOME (
    set "JAVA=%JAVA_HOME%\bin\java.exe"
    if not exist "%JAVA_HOME%\bin\java.exe" (
        echo acord: JAVA_HOME is %JAVA_HOME%, but there is no bin\java.exe in it>&2
        exit /b 1
    )
) else (
    set "JAVA=java"
    where java >nul 2>nul
    if errorlevel 1 (
        echo acord: java is not installed; install a JDK 17 or newer>&2
        exit /b 1
    )
)

rem A class file of Java 17 cannot say in an older Java that it is too old, so the version is looked at here.
set "MAJOR="
for /f "tokens=3" %%v in ('""%JAVA%" -version 2>&1" ^| findstr /c:" version "') do (
    for /f "tokens=1 delims=.-+" %%m in ("%%~v") do set "MAJOR=%%m"
)
if not defined MAJOR (
    echo acord: cannot tell the version of %JAVA%>&2
    exit /b 1
)
if %MAJOR% LSS 17 (
    echo acord: %JAVA% is too old; a JDK 17 or newer is needed>&2
    exit /b 1
)

set "NEEDED=1"
if exist "%STAMP%" (
    set "NEEDED="
    powershell -NoProfile -Command "$t=(Get-Item '%STAMP%').LastWriteTime; if (Get-ChildItem -Recurse -File '%ROOT%pom.xml','%ROOT%acord-*\pom.xml','%ROOT%acord-*\src\main' | Where-Object { $_.LastWriteTime -gt $t } | Select-Object -First 1) { exit 1 }"
    if errorlevel 1 set "NEEDED=1"
)
if not defined NEEDED goto run

where mvn >nul 2>nul
if errorlevel 1 (
    echo acord: mvn is not installed; the first use builds the project with Maven 3.6.3 or newer>&2
    exit /b 1
)
echo acord: building (first use, or the sources have changed)...>&2
if exist "%APP%" rmdir /s /q "%APP%"
pushd "%ROOT%"
call mvn -q -B -Dstyle.color=never -DskipTests -pl acord-cli -am package >&2 <nul
if errorlevel 1 (
    popd
    echo acord: the build failed>&2
    exit /b 1
)
popd
echo built>"%STAMP%"

:run
"%JAVA%" -XX:+UseSerialGC -XX:+DisplayVMOutputToStderr -Dacord.terminal=true %ACORD_JAVA_OPTS% -cp "%APP%\*" dev.acord.cli.Main %*
exit /b %ERRORLEVEL%
