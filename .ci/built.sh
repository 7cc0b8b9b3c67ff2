# Builds a module with its tests for ./bench and ./fuzz; sourced, not run.

. .ci/machine.sh

# $1: the module; the rest is for Maven. Sets JAVA_HOME and class_path.
build_tests() {
    local module=$1 missing=() listed
    shift
    jdk_17 >/dev/null || missing+=(openjdk-17-jdk-headless)
    has_maven || missing+=(maven)
    if [ ${#missing[@]} != 0 ]; then
        install_packages "${missing[@]}"
    fi
    JAVA_HOME=$(jdk_17)
    export JAVA_HOME
    listed=target/tests.classpath
    mvn -q -B -ntp -pl "$module" -am -Dspotless.check.skip -Dforbiddenapis.skip "$@" test-compile \
        dependency:build-classpath -Dmdep.outputFile=$listed -Dmdep.includeScope=test </dev/null >&2
    class_path=$PWD/$module/target/test-classes:$PWD/$module/target/classes:$(cat "$module/$listed")
}
