# shellcheck shell=sh
# What run and test share: system libraries, a virtual environment, the locked packages.
# Sourced with the working directory at the top of the project.

# Newer Debians and Ubuntus mark libraries with 64-bit time by this ending.
t64=""
if dpkg-query -W -f '${db:Status-Status}\n' '*t64' 2>/dev/null | grep -qx installed; then
    t64=t64
fi

# What Qt needs to open a window on Debian and its kin.
# shellcheck disable=SC2034
WINDOW_PACKAGES="python3-venv ca-certificates libegl1 libgl1 libopengl0 libglib2.0-0$t64 libdbus-1-3
libfontconfig1 libfreetype6 libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4
libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0
libxcb-xkb1 libx11-xcb1 libwayland-cursor0 libwayland-egl1 libgssapi-krb5-2 libpulse0 libasound2$t64"

# A bus, a screen, a keyboard and a loudspeaker for the tests, and a reader of these scripts.
# shellcheck disable=SC2034
TEST_PACKAGES="dbus xvfb xauth xdotool pulseaudio pulseaudio-utils shellcheck"
# A browser for the page with the words on phones. Ubuntu has none as a package; its tests are
# skipped there.
if grep -qx 'ID=debian' /etc/os-release 2>/dev/null; then
    TEST_PACKAGES="$TEST_PACKAGES chromium"
fi

say() { printf '%s\n' "lullaby: $*" >&2; }

# is_installed PACKAGE: for this machine's own kind of processor.
is_installed() {
    dpkg-query -W -f '${Architecture} ${db:Status-Status}\n' "$1" 2>/dev/null |
        grep -qxE "(all|$(dpkg --print-architecture)) installed"
}

# install_system PACKAGES: what is missing of them, with apt when that is allowed.
install_system() {
    command -v dpkg-query >/dev/null 2>&1 || return 0
    missing=""
    for package in $1; do
        is_installed "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ]; then
        as_root=""
    elif sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        tell_the_line "apt-get install -y --no-install-recommends$missing"
        return 1
    fi
    say "installing system packages:$missing"
    # What apt has to say is seen by whoever types the line.
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null 2>&1 || :
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends $missing >/dev/null 2>&1 || {
        say "they could not be fetched; is this computer online?"
        tell_the_line "apt-get install -y --no-install-recommends$missing"
        return 1
    }
}

# tell_the_line COMMAND: how an administrator brings what is missing.
tell_the_line() {
    say "some system packages are missing. Please type this line, then try again:"
    if command -v sudo >/dev/null 2>&1; then
        say "  sudo apt-get update && sudo $1"
    else
        say "  su -c 'apt-get update && $1'"
    fi
}

# find_python: the name of a Python that the lock has wheels for and that can make environments.
find_python() {
    suits="import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 15))"
    for name in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python3.14; do
        command -v "$name" >/dev/null 2>&1 || continue
        if "$name" -c "$suits" 2>/dev/null; then
            printf '%s' "$name"
            return 0
        fi
    done
    say "Python 3.11 to 3.14 with its venv module is needed and was not found"
    return 1
}

# install_python LOCK: the virtual environment .venv holds what LOCK names.
install_python() {
    lock=$1
    if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        python=$(find_python)
        say "making a virtual environment with $python"
        rm -rf .venv
        "$python" -m venv .venv
    fi
    is_online || return 1
    say "bringing the locked Python packages, this once; it takes a few minutes"
    rm -rf .venv/lullaby
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
        --retries 1 --only-binary :all: -r "$lock" >.venv/pip.log 2>&1 || {
        say "the packages did not all arrive. Please try again; what pip said is in .venv/pip.log"
        return 1
    }
    mkdir -p .venv/lullaby
    cp "$lock" ".venv/lullaby/$(basename "$lock")"
}

# is_online: pip's index answers.
is_online() {
    host=$(.venv/bin/python packaging/online.py) && return 0
    say "the first start brings what is needed from the internet, and ${host:-it} does not answer." \
        "Please go online and start again; later starts need no network."
    return 1
}

# is_ready LOCK: the environment was made for exactly this lock.
is_ready() {
    [ -x .venv/bin/python ] && cmp -s "$1" ".venv/lullaby/$(basename "$1")"
}

# set_up_for_checks: what the checks and the recipes need on top of the app itself.
set_up_for_checks() {
    is_ready packaging/requirements-dev.lock && return 0
    install_system "$WINDOW_PACKAGES $TEST_PACKAGES"
    install_python packaging/requirements-dev.lock
    cp requirements.lock .venv/lullaby/requirements.lock
}
