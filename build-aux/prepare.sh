# prepare.sh -- sourced by examples/try.sh and tests/run.sh: installs what is missing and builds into a folder.
# Debian 12 is the reference system; elsewhere install the same libraries by hand and these steps are skipped.

packages='gcc make autoconf automake libtool pkg-config libsqlite3-dev libgsl-dev libxlsxwriter-dev libcmocka-dev
libyaml-dev libzip-dev libxml2-dev libsodium-dev libutf8proc-dev zlib1g-dev libfreetype-dev
fonts-dejavu-core gettext'

# install_packages NAME...: those of them that are not there yet
install_packages() {
    missing=
    for package; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null || { echo "please install:$missing" >&2; return 1; }
    root=
    [ "$(id -u)" -eq 0 ] || root=sudo
    echo "Installing:$missing"
    $root apt-get update -q >/dev/null
    # shellcheck disable=SC2086
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >/dev/null
}

# build_in FOLDER [CONFIGURE OPTION...]: configured and made, quietly
build_in() {
    folder=$1
    shift
    [ -x configure ] && [ configure -nt configure.ac ] || autoreconf -i >/dev/null 2>&1 || autoreconf -i
    mkdir -p "$folder"
    (
        cd "$folder"
        [ -f Makefile ] || "$source_folder/configure" -q "$@"
        make -s -j"$(nproc)"
    )
}
