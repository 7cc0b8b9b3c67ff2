#!/usr/bin/env bash
# Builds c_codecs outside the repository from checkouts of spice-common and, for GLZ, of spice:
#   build.sh TARGET SPICE_COMMON [SPICE]
# Needs gcc, pkg-config and the headers of glib, libjpeg-turbo, lz4, zlib and spice-protocol. CFLAGS as libspice-server is
# built with by default.
set -euo pipefail

here=$(dirname "$(readlink -f "$0")")
target=$1
common=$(readlink -f "$2")
spice=${3:+$(readlink -f "$3")}
flags=${CFLAGS:--O2}

mkdir -p "$target/include"
cd "$target"
printf '#define HAVE_STDLIB_H 1\n#define STDC_HEADERS 1\n' >include/config.h

include=(-Iinclude -I"$common" $(pkg-config --cflags spice-protocol glib-2.0))
quiet=(-w -fno-strict-aliasing)

gcc $flags "${quiet[@]}" "${include[@]}" -c "$common/common/quic.c" -o quic.o
gcc $flags "${quiet[@]}" "${include[@]}" -c "$common/common/lz.c" -o lz.o
objects=(quic.o lz.o)
if [ -n "$spice" ]; then
    include+=(-I"$spice/server" -DHAVE_GLZ)
    # The GLZ sources need little of what red-common.h includes, and some of that is generated.
    server=("${quiet[@]}" "${include[@]}" -DRED_COMMON_H_ -include stdbool.h -include glib.h -include common/log.h
        -include common/draw.h)
    gcc $flags "${server[@]}" -c "$spice/server/glz-encoder.c" -o glz-encoder.o
    gcc $flags "${server[@]}" -c "$spice/server/glz-encoder-dict.c" -o glz-encoder-dict.o
    include+=(-DRED_COMMON_H_)
    objects+=(glz-encoder.o glz-encoder-dict.o)
fi
gcc $flags "${include[@]}" "$here/c_codecs.c" "${objects[@]}" \
    $(pkg-config --libs glib-2.0 libjpeg liblz4 zlib) -lpthread -o c_codecs
echo "$PWD/c_codecs"
