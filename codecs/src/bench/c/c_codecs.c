/*
 * Runs the image compressions of other programs on raw pixels: the C column of `./bench codecs`.
 *
 * It calls the public functions of a checkout of spice-common (QUIC, LZ) and of spice's server (GLZ), which build.sh
 * compiles outside the repository, and those of the system's libjpeg, liblz4 and zlib.
 *
 *   c_codecs measure CODEC MILLIS FILE            prints "MB/s ratio bytes"
 *   c_codecs compress CODEC FILE OUTPUT           writes the compressed images one after another
 *   c_codecs decompress CODEC FILE OUTPUT         one compressed image (quic, lz) to pixels, rows as they come
 *
 * CODEC: quic, lz, glz, zlib-glz, jpeg, lz4. Options before the verb: -q N (JPEG quality, 85), -w N (GLZ window in
 * pixels, 4194304).
 *
 * A file of pixels holds one image or several, each a line "caraway-raster WIDTH HEIGHT FORMAT" and then the rows from
 * top to bottom without gaps. FORMAT: rgb16 (555), rgb24, rgb32, rgba, a8, plt1_le, plt1_be, plt4_le, plt4_be, plt8;
 * little-endian words, so blue comes first. A codec that has no such format fails.
 *
 * A pass compresses every image of the file once, in order. GLZ starts each pass with an empty window, and making the
 * window is not measured. MB/s are millions of bytes of input pixels a second; the ratio is pixels to compressed bytes.
 */
#include <config.h>

#include <errno.h>
#include <lz4.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

#include <jpeglib.h>

#include <common/lz.h>
#include <common/quic.h>
#ifdef HAVE_GLZ
#include <glz-encoder.h>
#endif

typedef struct Format {
    const char *name;
    int bits;
    LzImageType lz;
    QuicImageType quic;
    uint8_t bitmap; /* SPICE_BITMAP_FMT_* */
} Format;

static const Format FORMATS[] = {
    {"plt1_le", 1, LZ_IMAGE_TYPE_PLT1_LE, QUIC_IMAGE_TYPE_INVALID, SPICE_BITMAP_FMT_1BIT_LE},
    {"plt1_be", 1, LZ_IMAGE_TYPE_PLT1_BE, QUIC_IMAGE_TYPE_INVALID, SPICE_BITMAP_FMT_1BIT_BE},
    {"plt4_le", 4, LZ_IMAGE_TYPE_PLT4_LE, QUIC_IMAGE_TYPE_INVALID, SPICE_BITMAP_FMT_4BIT_LE},
    {"plt4_be", 4, LZ_IMAGE_TYPE_PLT4_BE, QUIC_IMAGE_TYPE_INVALID, SPICE_BITMAP_FMT_4BIT_BE},
    {"plt8", 8, LZ_IMAGE_TYPE_PLT8, QUIC_IMAGE_TYPE_INVALID, SPICE_BITMAP_FMT_8BIT},
    {"rgb16", 16, LZ_IMAGE_TYPE_RGB16, QUIC_IMAGE_TYPE_RGB16, SPICE_BITMAP_FMT_16BIT},
    {"rgb24", 24, LZ_IMAGE_TYPE_RGB24, QUIC_IMAGE_TYPE_RGB24, SPICE_BITMAP_FMT_24BIT},
    {"rgb32", 32, LZ_IMAGE_TYPE_RGB32, QUIC_IMAGE_TYPE_RGB32, SPICE_BITMAP_FMT_32BIT},
    {"rgba", 32, LZ_IMAGE_TYPE_RGBA, QUIC_IMAGE_TYPE_RGBA, SPICE_BITMAP_FMT_RGBA},
    {"a8", 8, LZ_IMAGE_TYPE_A8, QUIC_IMAGE_TYPE_GRAY, SPICE_BITMAP_FMT_8BIT_A},
};

typedef struct Image {
    const Format *format;
    int width;
    int height;
    int stride;
    size_t bytes;
    uint8_t *pixels;
} Image;

typedef struct Images {
    int count;
    size_t bytes;
    size_t largest;
    Image *all;
} Images;

static int jpeg_quality = 85;
static uint32_t glz_window = 1 << 22;

static void fail(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

static void fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("c_codecs: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static void *allocate(size_t bytes)
{
    void *memory = malloc(bytes ? bytes : 1);
    if (!memory) {
        fail("no memory for %zu bytes", bytes);
    }
    return memory;
}

/* What spice-common asks of the program that it is linked into. */
void spice_log(GLogLevelFlags level, const char *where, const char *function, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "c_codecs: %s %s: ", where, function);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    if (level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR)) {
        exit(1);
    }
}

/* Codecs. Each compresses one image and answers with the bytes that it took; `out` has room for any. */

static void __attribute__((noreturn)) quic_fail(QuicUsrContext *usr, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fail("quic failed");
}

static void quic_say(QuicUsrContext *usr, const char *format, ...) {}

static void *quic_malloc(QuicUsrContext *usr, int size)
{
    return allocate(size);
}

static void quic_free(QuicUsrContext *usr, void *memory)
{
    free(memory);
}

static int quic_no_space(QuicUsrContext *usr, uint32_t **words, int rows)
{
    return 0;
}

static int quic_no_lines(QuicUsrContext *usr, uint8_t **lines)
{
    return 0;
}

static QuicUsrContext quic_usr = {
    quic_fail, quic_say, quic_say, quic_malloc, quic_free, quic_no_space, quic_no_lines,
};
static QuicContext *quic;

static size_t compress_quic(const Image *image, uint8_t *out, size_t room)
{
    if (image->format->quic == QUIC_IMAGE_TYPE_INVALID) {
        fail("quic: no such format: %s", image->format->name);
    }
    int words = quic_encode(quic, image->format->quic, image->width, image->height, image->pixels, image->height,
                            image->stride, (uint32_t *) out, room / 4);
    if (words <= 0) {
        fail("quic: got %d words", words);
    }
    return (size_t) words * 4;
}

static void __attribute__((noreturn)) lz_fail(LzUsrContext *usr, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fail("lz failed");
}

static void lz_say(LzUsrContext *usr, const char *format, ...) {}

static void *lz_malloc(LzUsrContext *usr, int size)
{
    return allocate(size);
}

static void lz_free(LzUsrContext *usr, void *memory)
{
    free(memory);
}

static int lz_none(LzUsrContext *usr, uint8_t **more)
{
    return 0;
}

static LzUsrContext lz_usr = {lz_fail, lz_say, lz_say, lz_malloc, lz_free, lz_none, lz_none};
static LzContext *lz;

static size_t compress_lz(const Image *image, uint8_t *out, size_t room)
{
    return lz_encode(lz, image->format->lz, image->width, image->height, 1, image->pixels, image->height,
                     image->stride, out, room);
}

#ifdef HAVE_GLZ
static void glz_fail(GlzEncoderUsrContext *usr, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fail("glz failed");
}

static void glz_say(GlzEncoderUsrContext *usr, const char *format, ...) {}

static void *glz_malloc(GlzEncoderUsrContext *usr, int size)
{
    return allocate(size);
}

static void glz_free(GlzEncoderUsrContext *usr, void *memory)
{
    free(memory);
}

static int glz_none(GlzEncoderUsrContext *usr, uint8_t **more)
{
    return 0;
}

static void glz_forget(GlzEncoderUsrContext *usr, GlzUsrImageContext *image) {}

static GlzEncoderUsrContext glz_usr = {
    glz_fail, glz_say, glz_say, glz_malloc, glz_free, glz_none, glz_none, glz_forget,
};
static GlzEncDictContext *glz_dictionary;
static GlzEncoderContext *glz;

static void restart_glz(void)
{
    if (glz) {
        glz_encoder_destroy(glz);
        glz_enc_dictionary_destroy(glz_dictionary, &glz_usr);
    }
    glz_dictionary = glz_enc_dictionary_create(glz_window, 1, &glz_usr);
    glz = glz_dictionary ? glz_encoder_create(0, glz_dictionary, &glz_usr) : NULL;
    if (!glz) {
        fail("glz: no window of %u pixels", glz_window);
    }
}

static size_t compress_glz(const Image *image, uint8_t *out, size_t room)
{
    GlzEncDictImageContext *entered;
    return glz_encode(glz, image->format->lz, image->width, image->height, 1, image->pixels, image->height,
                      image->stride, out, room, NULL, &entered);
}

static uint8_t *glz_bytes;

static size_t compress_zlib_glz(const Image *image, uint8_t *out, size_t room)
{
    if (!glz_bytes) {
        glz_bytes = allocate(room);
    }
    size_t length = compress_glz(image, glz_bytes, room);
    uLongf deflated = room;
    if (compress2(out, &deflated, glz_bytes, length, 3) != Z_OK) {
        fail("zlib failed");
    }
    return deflated;
}
#endif

static struct jpeg_compress_struct jpeg;
static struct jpeg_error_mgr jpeg_errors;

static size_t compress_jpeg(const Image *image, uint8_t *out, size_t room)
{
    unsigned char *target = out;
    unsigned long length = room;
    if (image->format->bits < 24) {
        fail("jpeg: no such format: %s", image->format->name);
    }
    jpeg_mem_dest(&jpeg, &target, &length);
    jpeg.image_width = image->width;
    jpeg.image_height = image->height;
    jpeg.input_components = image->format->bits / 8;
    jpeg.in_color_space = image->format->bits == 24 ? JCS_EXT_BGR : JCS_EXT_BGRX;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, jpeg_quality, TRUE);
    jpeg_start_compress(&jpeg, TRUE);
    while (jpeg.next_scanline < jpeg.image_height) {
        JSAMPROW row = image->pixels + (size_t) jpeg.next_scanline * image->stride;
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    if (target != out) {
        fail("jpeg: no room");
    }
    return length;
}

static size_t compress_lz4(const Image *image, uint8_t *out, size_t room)
{
    LZ4_stream_t *stream = LZ4_createStream();
    int length = LZ4_compress_fast_continue(stream, (const char *) image->pixels, (char *) out + 6, image->bytes,
                                            room - 6, 1);
    LZ4_freeStream(stream);
    if (length <= 0) {
        fail("lz4 failed");
    }
    out[0] = 1;
    out[1] = image->format->bitmap;
    out[2] = length >> 24;
    out[3] = length >> 16;
    out[4] = length >> 8;
    out[5] = length;
    return (size_t) length + 6;
}

static void restart_nothing(void) {}

typedef struct Codec {
    const char *name;
    size_t (*compress)(const Image *image, uint8_t *out, size_t room);
    void (*restart)(void);
} Codec;

static const Codec CODECS[] = {
    {"quic", compress_quic, restart_nothing},
    {"lz", compress_lz, restart_nothing},
#ifdef HAVE_GLZ
    {"glz", compress_glz, restart_glz},
    {"zlib-glz", compress_zlib_glz, restart_glz},
#endif
    {"jpeg", compress_jpeg, restart_nothing},
    {"lz4", compress_lz4, restart_nothing},
};

static const Codec *find_codec(const char *name)
{
    for (size_t i = 0; i < sizeof(CODECS) / sizeof(CODECS[0]); i++) {
        if (!strcmp(CODECS[i].name, name)) {
            return &CODECS[i];
        }
    }
    fail("no such codec: %s", name);
}

/* Files. */

static FILE *open_or_fail(const char *path, const char *mode)
{
    FILE *file = fopen(path, mode);
    if (!file) {
        fail("%s: %s", path, strerror(errno));
    }
    return file;
}

static const Format *find_format(const char *name)
{
    for (size_t i = 0; i < sizeof(FORMATS) / sizeof(FORMATS[0]); i++) {
        if (!strcmp(FORMATS[i].name, name)) {
            return &FORMATS[i];
        }
    }
    fail("no such format: %s", name);
}

static Images read_images(const char *path)
{
    FILE *file = open_or_fail(path, "rb");
    Images images = {0, 0, 0, NULL};
    char line[128];
    while (fgets(line, sizeof(line), file)) {
        Image image;
        char format[16];
        if (sscanf(line, "caraway-raster %d %d %15s", &image.width, &image.height, format) != 3 || image.width < 1 ||
            image.height < 1) {
            fail("%s: expected a line \"caraway-raster WIDTH HEIGHT FORMAT\"", path);
        }
        image.format = find_format(format);
        image.stride = ((size_t) image.width * image.format->bits + 7) / 8;
        image.bytes = (size_t) image.stride * image.height;
        image.pixels = allocate(image.bytes);
        if (fread(image.pixels, 1, image.bytes, file) != image.bytes) {
            fail("%s: ends in the middle of an image", path);
        }
        images.all = realloc(images.all, sizeof(Image) * (images.count + 1));
        if (!images.all) {
            fail("no memory");
        }
        images.all[images.count++] = image;
        images.bytes += image.bytes;
        if (image.bytes > images.largest) {
            images.largest = image.bytes;
        }
    }
    if (!images.count) {
        fail("%s: expected an image, got none", path);
    }
    fclose(file);
    return images;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

/* Compresses every image once; answers with the seconds that it took. */
static double run_pass(const Codec *codec, const Images *images, uint8_t *out, size_t room, size_t *bytes, FILE *copy)
{
    double seconds = 0;
    *bytes = 0;
    codec->restart();
    for (int i = 0; i < images->count; i++) {
        double start = now();
        size_t length = codec->compress(&images->all[i], out, room);
        seconds += now() - start;
        *bytes += length;
        if (copy && fwrite(out, 1, length, copy) != length) {
            fail("cannot write");
        }
    }
    return seconds;
}

static void start_codecs(void)
{
    quic = quic_create(&quic_usr);
    lz = lz_create(&lz_usr);
    jpeg.err = jpeg_std_error(&jpeg_errors);
    jpeg_create_compress(&jpeg);
}

static void compress_file(const char *codec_name, const char *path, const char *output)
{
    const Codec *codec = find_codec(codec_name);
    Images images = read_images(path);
    size_t room = images.largest * 3 + 65536;
    uint8_t *out = allocate(room);
    FILE *copy = open_or_fail(output, "wb");
    size_t bytes;
    run_pass(codec, &images, out, room, &bytes, copy);
    if (fclose(copy)) {
        fail("%s: cannot write", output);
    }
}

static void measure(const char *codec_name, double seconds, const char *path)
{
    const Codec *codec = find_codec(codec_name);
    Images images = read_images(path);
    size_t room = images.largest * 3 + 65536;
    uint8_t *out = allocate(room);
    size_t bytes;
    double warm = 0;
    while (warm < seconds / 4) {
        warm += run_pass(codec, &images, out, room, &bytes, NULL);
    }
    double spent = 0;
    long passes = 0;
    while (spent < seconds) {
        spent += run_pass(codec, &images, out, room, &bytes, NULL);
        passes++;
    }
    printf("%.1f %.3f %zu\n", images.bytes * (double) passes / spent / 1e6, images.bytes / (double) bytes, bytes);
}

static uint8_t *read_all(const char *path, size_t *length)
{
    FILE *file = open_or_fail(path, "rb");
    fseek(file, 0, SEEK_END);
    *length = ftell(file);
    rewind(file);
    uint8_t *bytes = allocate(*length + 4);
    if (fread(bytes, 1, *length, file) != *length) {
        fail("%s: cannot read", path);
    }
    fclose(file);
    return bytes;
}

static void decompress_file(const char *codec_name, const char *path, const char *output)
{
    size_t length;
    uint8_t *in = read_all(path, &length);
    size_t bytes;
    uint8_t *pixels;
    int width, height;
    if (!strcmp(codec_name, "quic")) {
        QuicImageType type;
        if (quic_decode_begin(quic, (uint32_t *) in, length / 4, &type, &width, &height) != QUIC_OK) {
            fail("%s: no quic image", path);
        }
        int unit = type == QUIC_IMAGE_TYPE_GRAY ? 1 : type == QUIC_IMAGE_TYPE_RGB16 ? 2
            : type == QUIC_IMAGE_TYPE_RGB24 ? 3 : 4;
        bytes = (size_t) width * height * unit;
        pixels = allocate(bytes);
        memset(pixels, 0, bytes);
        if (quic_decode(quic, type, pixels, width * unit) != QUIC_OK) {
            fail("%s: quic failed", path);
        }
    } else if (!strcmp(codec_name, "lz")) {
        LzImageType type;
        int count, top_down;
        lz_decode_begin(lz, in, length, &type, &width, &height, &count, &top_down, NULL);
        if (IS_IMAGE_TYPE_PLT[type]) {
            fail("%s: expected colours, got palette indices", path);
        }
        bytes = (size_t) count * (type == LZ_IMAGE_TYPE_XXXA ? 4 : RGB_BYTES_PER_PIXEL[type]);
        pixels = allocate(bytes);
        memset(pixels, 0, bytes);
        lz_decode(lz, type, pixels);
    } else {
        fail("%s: expected quic or lz", codec_name);
    }
    FILE *file = open_or_fail(output, "wb");
    if (fwrite(pixels, 1, bytes, file) != bytes || fclose(file)) {
        fail("%s: cannot write", output);
    }
    printf("%d %d %zu\n", width, height, bytes);
}

int main(int argc, char **argv)
{
    int at = 1;
    for (; at + 1 < argc && argv[at][0] == '-'; at += 2) {
        if (!strcmp(argv[at], "-q")) {
            jpeg_quality = atoi(argv[at + 1]);
        } else if (!strcmp(argv[at], "-w")) {
            glz_window = strtoul(argv[at + 1], NULL, 10);
        } else {
            fail("no such option: %s", argv[at]);
        }
    }
    char **args = argv + at;
    int count = argc - at;
    start_codecs();
    if (count == 1 && !strcmp(args[0], "codecs")) {
        for (size_t i = 0; i < sizeof(CODECS) / sizeof(CODECS[0]); i++) {
            puts(CODECS[i].name);
        }
    } else if (count == 4 && !strcmp(args[0], "measure")) {
        measure(args[1], atoi(args[2]) / 1000.0, args[3]);
    } else if (count == 4 && !strcmp(args[0], "compress")) {
        compress_file(args[1], args[2], args[3]);
    } else if (count == 4 && !strcmp(args[0], "decompress")) {
        decompress_file(args[1], args[2], args[3]);
    } else {
        fail("expected: codecs | measure CODEC MILLIS FILE | compress CODEC FILE OUTPUT | decompress CODEC FILE OUTPUT");
    }
    return 0;
}
