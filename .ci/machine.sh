# What ./caraway and ./test ask of the machine; sourced, not run.

say() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
}

# Prints the major version of the JDK in a directory, if there is one; its own word, as asking javac takes a second.
jdk_version() {
    if [ -x "$1/bin/javac" ] && [ -r "$1/release" ]; then
        sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
    fi
}

# Prints the home of a JDK 17, if there is one.
jdk_17() {
    local home
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/*17*; do
        if [ "$(jdk_version "$home")" = 17 ]; then
            printf '%s\n' "$home"
            return 0
        fi
    done
    return 1
}

# Prints the home of the newest JDK after 17, if there is one.
newer_jdk() {
    local home version
    for home in /usr/lib/jvm/*; do
        version=$(jdk_version "$home")
        if [ -n "$version" ] && [ "$version" -gt 17 ]; then
            printf '%s %s\n' "$version" "$home"
        fi
    done | sort -n | tail -n 1 | cut -d ' ' -f 2-
}

# Whether Maven is there, 3.8.7 or newer.
has_maven() {
    local version
    version=$(mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p')
    [ -n "$version" ] && printf '3.8.7\n%s\n' "$version" | sort -V -C
}

# Prints those of the packages that are not installed.
packages_missing() {
    local package
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s ' "$package"
    done
}

# Installs packages as root or through sudo, or says how and ends.
install_packages() {
    local packages=("$@") root=()
    if [ "$(id -u)" != 0 ]; then
        root=(sudo -n)
        # Somebody at a terminal can type a password; nobody else is asked.
        if [ -t 0 ] && [ -z "${CI:-}" ]; then
            root=(sudo)
        fi
    fi
    if command -v apt-get >/dev/null && { [ ${#root[@]} = 0 ] || "${root[@]}" true 2>/dev/null; }; then
        say "installing ${packages[*]}"
        if "${root[@]}" apt-get -qq update >&2 &&
            "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
                apt-get -qq install -y --no-install-recommends "${packages[@]}" </dev/null >&2; then
            return 0
        fi
    fi
    say "packages are missing; please run:"
    printf 'apt-get install --no-install-recommends %s\n' "${packages[*]}" >&2
    exit 1
}
