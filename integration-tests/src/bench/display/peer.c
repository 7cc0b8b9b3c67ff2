/*
 * A machine with libspice-server: plays a QXL recording to SPICE clients as `./caraway --guest replay` does.
 *
 *   peer port=N file=PATH [gap-us=N] [loop=N] [wait-client=on|off] [markers=PATH]
 *        [image-compression=off|auto_glz|auto_lz|quic|glz|lz|lz4] [streaming-video=off|filter|all]
 *
 * The words mean what `./caraway --help guest` says of them. Prints "Listening on 127.0.0.1:N", and after each pass
 * {"pass":K,"commands":N,"replay_s":S,"cpu_s":S}; then it goes on serving until it is killed.
 *
 * Two threads: the main one runs GLib's loop for the library, the guest's feeds commands. The library adds its worker,
 * which takes the commands and gives them back.
 */
#include <errno.h>
#include <glib-unix.h>
#include <glib.h>
#include <inttypes.h>
#include <spice.h>
#include <spice/qxl_dev.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    /* As many as the rings of a QXL device hold. */
    RING_COMMANDS = QXL_COMMAND_RING_SIZE,
    SURFACES = 1024,
    CLIENT_SETTLES_MS = 700,
    COMMANDS_BETWEEN_MARKERS = 50,
    MARKER_SIDE_PIXELS = 8,
    MARKER_COLORS = 0xa50000,
    MARKER_COLOR_COUNT = 0x10000,
};

static const int64_t NANOS_PER_SECOND = 1000000000;
static const int64_t NANOS_PER_MILLI = 1000000;
static const int64_t NANOS_PER_MICRO = 1000;

/* The library does not say when its pipes are empty. They are when it has had nothing to do for this long. */
static const int64_t QUIET_NANOS = 300000000;
static const int64_t SLICE_NANOS = 20000000;
static const int64_t IDLE_SLICE_CPU_NANOS = 500000;

static int64_t nanos_of(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec * NANOS_PER_SECOND + time.tv_nsec;
}

static int64_t monotonic_nanos(void)
{
    return nanos_of(CLOCK_MONOTONIC);
}

static int64_t cpu_nanos(void)
{
    return nanos_of(CLOCK_PROCESS_CPUTIME_ID);
}

static void sleep_until(int64_t nanos)
{
    struct timespec time = {.tv_sec = nanos / NANOS_PER_SECOND, .tv_nsec = nanos % NANOS_PER_SECOND};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == EINTR) {
    }
}

static void fail(const char *subject, const char *expected)
{
    fprintf(stderr, "peer: %s: expected %s\n", subject, expected);
    exit(2);
}

/* What the library wants of a main loop. */

struct SpiceTimer {
    SpiceTimerFunc expired;
    void *opaque;
    guint source;
};

struct SpiceWatch {
    SpiceWatchFunc ready;
    void *opaque;
    int fd;
    guint source;
};

static void remove_source(guint *source)
{
    if (*source != 0) {
        g_source_remove(*source);
        *source = 0;
    }
}

static gboolean on_timer(gpointer data)
{
    SpiceTimer *timer = data;
    timer->source = 0;
    timer->expired(timer->opaque);
    return G_SOURCE_REMOVE;
}

static SpiceTimer *timer_add(SpiceTimerFunc expired, void *opaque)
{
    SpiceTimer *timer = g_new0(SpiceTimer, 1);
    timer->expired = expired;
    timer->opaque = opaque;
    return timer;
}

static void timer_start(SpiceTimer *timer, uint32_t millis)
{
    remove_source(&timer->source);
    timer->source = g_timeout_add(millis, on_timer, timer);
}

static void timer_cancel(SpiceTimer *timer)
{
    remove_source(&timer->source);
}

static void timer_remove(SpiceTimer *timer)
{
    remove_source(&timer->source);
    g_free(timer);
}

static gboolean on_fd(gint fd, GIOCondition condition, gpointer data)
{
    SpiceWatch *watch = data;
    int events = 0;
    if (condition & (G_IO_IN | G_IO_HUP | G_IO_ERR)) {
        events |= SPICE_WATCH_EVENT_READ;
    }
    if (condition & G_IO_OUT) {
        events |= SPICE_WATCH_EVENT_WRITE;
    }
    watch->ready(fd, events, watch->opaque);
    return G_SOURCE_CONTINUE;
}

static void watch_update_mask(SpiceWatch *watch, int mask)
{
    GIOCondition condition = 0;
    if (mask & SPICE_WATCH_EVENT_READ) {
        condition |= G_IO_IN | G_IO_HUP | G_IO_ERR;
    }
    if (mask & SPICE_WATCH_EVENT_WRITE) {
        condition |= G_IO_OUT;
    }
    remove_source(&watch->source);
    if (condition != 0) {
        watch->source = g_unix_fd_add(watch->fd, condition, on_fd, watch);
    }
}

static SpiceWatch *watch_add(int fd, int mask, SpiceWatchFunc ready, void *opaque)
{
    SpiceWatch *watch = g_new0(SpiceWatch, 1);
    watch->fd = fd;
    watch->ready = ready;
    watch->opaque = opaque;
    watch_update_mask(watch, mask);
    return watch;
}

static void watch_remove(SpiceWatch *watch)
{
    remove_source(&watch->source);
    g_free(watch);
}

/* Who looks at the display. */

static struct {
    GMutex lock;
    GCond changed;
    int count;
    int64_t since_nanos;
} viewers;

static void on_channel_event(int event, SpiceChannelEventInfo *channel)
{
    if (channel->type != SPICE_CHANNEL_DISPLAY) {
        return;
    }
    g_mutex_lock(&viewers.lock);
    if (event == SPICE_CHANNEL_EVENT_INITIALIZED) {
        if (viewers.count == 0) {
            viewers.since_nanos = monotonic_nanos();
        }
        viewers.count++;
    } else if (event == SPICE_CHANNEL_EVENT_DISCONNECTED && viewers.count > 0) {
        viewers.count--;
    }
    g_cond_broadcast(&viewers.changed);
    g_mutex_unlock(&viewers.lock);
}

static void await_nobody(void)
{
    g_mutex_lock(&viewers.lock);
    while (viewers.count > 0) {
        g_cond_wait(&viewers.changed, &viewers.lock);
    }
    g_mutex_unlock(&viewers.lock);
}

/* Waits until a client has been there for a while. */
static void await_client(void)
{
    g_mutex_lock(&viewers.lock);
    for (;;) {
        while (viewers.count == 0) {
            g_cond_wait(&viewers.changed, &viewers.lock);
        }
        int64_t left = viewers.since_nanos + CLIENT_SETTLES_MS * NANOS_PER_MILLI - monotonic_nanos();
        if (left <= 0) {
            break;
        }
        g_cond_wait_until(&viewers.changed, &viewers.lock, g_get_monotonic_time() + left / NANOS_PER_MICRO + 1);
    }
    g_mutex_unlock(&viewers.lock);
}

static SpiceCoreInterface core = {
    .base = {.type = SPICE_INTERFACE_CORE,
             .description = "main loop",
             .major_version = SPICE_INTERFACE_CORE_MAJOR,
             .minor_version = SPICE_INTERFACE_CORE_MINOR},
    .timer_add = timer_add,
    .timer_start = timer_start,
    .timer_cancel = timer_cancel,
    .timer_remove = timer_remove,
    .watch_add = watch_add,
    .watch_update_mask = watch_update_mask,
    .watch_remove = watch_remove,
    .channel_event = on_channel_event,
};

/* The device: two rings of commands, and the memory that they lie in. */

struct ring {
    QXLCommandExt commands[RING_COMMANDS];
    unsigned taken;
    unsigned put;
};

static SpiceServer *server;
static QXLInstance device;

static GMutex rings_lock;
static GCond room;
static struct ring display_ring;
static struct ring cursor_ring;

/* The recording that the commands in use come from. */
static SpiceReplay *replay;

/* Marks the release identity of a command that was made here, since those of the recording are pointers. */
static const uint64_t MADE_HERE = 1;

static int take(struct ring *ring, QXLCommandExt *command)
{
    g_mutex_lock(&rings_lock);
    bool is_there = ring->taken != ring->put;
    if (is_there) {
        *command = ring->commands[ring->taken++ % RING_COMMANDS];
        g_cond_signal(&room);
    }
    g_mutex_unlock(&rings_lock);
    return is_there;
}

static int is_empty(struct ring *ring)
{
    g_mutex_lock(&rings_lock);
    bool is_it = ring->taken == ring->put;
    g_mutex_unlock(&rings_lock);
    return is_it;
}

static void put(struct ring *ring, const QXLCommandExt *command)
{
    g_mutex_lock(&rings_lock);
    while (ring->put - ring->taken == RING_COMMANDS) {
        gint64 until = g_get_monotonic_time() + 10 * G_TIME_SPAN_MILLISECOND;
        if (!g_cond_wait_until(&room, &rings_lock, until)) {
            g_mutex_unlock(&rings_lock);
            spice_qxl_wakeup(&device);
            g_mutex_lock(&rings_lock);
        }
    }
    ring->commands[ring->put++ % RING_COMMANDS] = *command;
    g_mutex_unlock(&rings_lock);
    spice_qxl_wakeup(&device);
}

static void attached_worker(QXLInstance *instance)
{
    /* Called again whenever the machine starts. */
    static bool has_memory;
    static QXLDevMemSlot all_memory = {.virt_end = UINTPTR_MAX, .qxl_ram_size = UINT32_MAX};
    if (!has_memory) {
        has_memory = true;
        spice_qxl_add_memslot(instance, &all_memory);
    }
}

static void set_compression_level(QXLInstance *instance, int level)
{
    (void)instance;
    (void)level;
}

static void get_init_info(QXLInstance *instance, QXLDevInitInfo *info)
{
    (void)instance;
    *info = (QXLDevInitInfo){.num_memslots_groups = 1,
                             .num_memslots = 1,
                             .memslot_gen_bits = 1,
                             .memslot_id_bits = 1,
                             .n_surfaces = SURFACES};
}

static int get_command(QXLInstance *instance, QXLCommandExt *command)
{
    (void)instance;
    return take(&display_ring, command);
}

static int req_cmd_notification(QXLInstance *instance)
{
    (void)instance;
    return is_empty(&display_ring);
}

static int get_cursor_command(QXLInstance *instance, QXLCommandExt *command)
{
    (void)instance;
    return take(&cursor_ring, command);
}

static int req_cursor_notification(QXLInstance *instance)
{
    (void)instance;
    return is_empty(&cursor_ring);
}

static void release_resource(QXLInstance *instance, QXLReleaseInfoExt released)
{
    (void)instance;
    uint64_t id = released.info->id;
    if (id & MADE_HERE) {
        g_free((void *)(uintptr_t)(id & ~MADE_HERE));
    } else {
        spice_replay_free_cmd(replay, (QXLCommandExt *)(uintptr_t)id);
    }
}

static void notify_update(QXLInstance *instance, uint32_t update)
{
    (void)instance;
    (void)update;
}

static int flush_resources(QXLInstance *instance)
{
    (void)instance;
    return 0;
}

static QXLInterface qxl = {
    .base = {.type = SPICE_INTERFACE_QXL,
             .description = "recorded device",
             .major_version = SPICE_INTERFACE_QXL_MAJOR,
             .minor_version = SPICE_INTERFACE_QXL_MINOR},
    .attached_worker = attached_worker,
    .set_compression_level = set_compression_level,
    .get_init_info = get_init_info,
    .get_command = get_command,
    .req_cmd_notification = req_cmd_notification,
    .release_resource = release_resource,
    .get_cursor_command = get_cursor_command,
    .req_cursor_notification = req_cursor_notification,
    .notify_update = notify_update,
    .flush_resources = flush_resources,
};

/* The guest: plays the recording. */

static struct {
    const char *file;
    int64_t gap_nanos;
    int passes;
    bool waits_for_client;
    FILE *markers;
} options = {.passes = 1};

static void put_marker(unsigned number)
{
    uint32_t color = MARKER_COLORS + number % MARKER_COLOR_COUNT;
    QXLDrawable *fill = g_new0(QXLDrawable, 1);
    fill->release_info.id = (uintptr_t)fill | MADE_HERE;
    fill->type = QXL_DRAW_FILL;
    fill->effect = QXL_EFFECT_OPAQUE;
    fill->bbox.right = MARKER_SIDE_PIXELS;
    fill->bbox.bottom = MARKER_SIDE_PIXELS;
    fill->clip.type = SPICE_CLIP_TYPE_NONE;
    for (int i = 0; i < 3; i++) {
        fill->surfaces_dest[i] = -1;
    }
    fill->u.fill.brush.type = SPICE_BRUSH_TYPE_SOLID;
    fill->u.fill.brush.u.color = color;
    fill->u.fill.rop_descriptor = SPICE_ROPD_OP_PUT;
    QXLCommandExt command = {.cmd = {.data = (uintptr_t)fill, .type = QXL_CMD_DRAW}};
    /* The wait for room in the ring is a part of the way. */
    int64_t fed_nanos = monotonic_nanos();
    put(&display_ring, &command);
    fprintf(options.markers, "{\"marker\":%u,\"color\":\"%06x\",\"fed_ns\":%" PRId64 "}\n", number, color, fed_nanos);
    fflush(options.markers);
}

static void open_recording(void)
{
    FILE *file = fopen(options.file, "rb");
    SpiceReplay *next = file == NULL ? NULL : spice_replay_new(file, SURFACES);
    if (next == NULL) {
        fail(options.file, "a recording that can be read");
    }
    SpiceReplay *previous = replay;
    replay = next;
    if (previous != NULL) {
        spice_replay_free(previous);
    }
}

/* Waits until nothing happens any more; where the last that happened ended is told. */
static void await_quiet(int64_t *ended_nanos, int64_t *ended_cpu_nanos)
{
    while (!is_empty(&display_ring) || !is_empty(&cursor_ring)) {
        spice_qxl_wakeup(&device);
        sleep_until(monotonic_nanos() + NANOS_PER_MILLI);
    }
    *ended_nanos = monotonic_nanos();
    *ended_cpu_nanos = cpu_nanos();
    int64_t slice_cpu = *ended_cpu_nanos;
    while (monotonic_nanos() - *ended_nanos < QUIET_NANOS) {
        sleep_until(monotonic_nanos() + SLICE_NANOS);
        int64_t cpu = cpu_nanos();
        if (cpu - slice_cpu > IDLE_SLICE_CPU_NANOS) {
            *ended_nanos = monotonic_nanos();
            *ended_cpu_nanos = cpu;
        }
        slice_cpu = cpu;
    }
}

static void play(int pass)
{
    static unsigned markers;
    open_recording();
    /* On the way to the first command the library makes the primary surface. */
    QXLCommandExt *command = spice_replay_next_cmd(replay, &device);
    if (command == NULL) {
        fail(options.file, "a recording with commands");
    }
    if (options.waits_for_client) {
        await_client();
    }
    int64_t start = monotonic_nanos();
    int64_t start_cpu = cpu_nanos();
    int64_t due = start;
    unsigned commands = 0;
    for (; command != NULL; command = spice_replay_next_cmd(replay, &device)) {
        if (options.gap_nanos > 0) {
            sleep_until(due);
            due += options.gap_nanos;
        }
        put(command->cmd.type == QXL_CMD_CURSOR ? &cursor_ring : &display_ring, command);
        commands++;
        if (options.markers != NULL && commands % COMMANDS_BETWEEN_MARKERS == 0) {
            put_marker(++markers);
        }
    }
    int64_t end, end_cpu;
    await_quiet(&end, &end_cpu);
    printf("{\"pass\":%d,\"commands\":%u,\"replay_s\":%.3f,\"cpu_s\":%.3f}\n", pass, commands,
           (double)(end - start) / NANOS_PER_SECOND, (double)(end_cpu - start_cpu) / NANOS_PER_SECOND);
    fflush(stdout);
}

static gpointer play_all(gpointer unused)
{
    for (int pass = 1; pass <= options.passes; pass++) {
        if (pass > 1) {
            await_nobody();
            spice_qxl_destroy_surfaces(&device);
            spice_qxl_reset_cursor(&device);
            spice_qxl_reset_image_cache(&device);
        }
        play(pass);
    }
    return unused;
}

struct name {
    const char *text;
    int value;
};

static const struct name COMPRESSIONS[] = {{"off", SPICE_IMAGE_COMPRESSION_OFF},
                                           {"auto_glz", SPICE_IMAGE_COMPRESSION_AUTO_GLZ},
                                           {"auto_lz", SPICE_IMAGE_COMPRESSION_AUTO_LZ},
                                           {"quic", SPICE_IMAGE_COMPRESSION_QUIC},
                                           {"glz", SPICE_IMAGE_COMPRESSION_GLZ},
                                           {"lz", SPICE_IMAGE_COMPRESSION_LZ},
                                           {"lz4", SPICE_IMAGE_COMPRESSION_LZ4},
                                           {NULL, 0}};

static const struct name STREAMINGS[] = {{"off", SPICE_STREAM_VIDEO_OFF},
                                         {"filter", SPICE_STREAM_VIDEO_FILTER},
                                         {"all", SPICE_STREAM_VIDEO_ALL},
                                         {NULL, 0}};

static const struct name SWITCHES[] = {{"off", 0}, {"on", 1}, {NULL, 0}};

static const char *option(int count, char **words, const char *key, const char *otherwise)
{
    size_t length = strlen(key);
    for (int i = 1; i < count; i++) {
        if (strncmp(words[i], key, length) == 0 && words[i][length] == '=') {
            return words[i] + length + 1;
        }
    }
    return otherwise;
}

static int named(const char *key, const struct name *names, const char *text)
{
    for (; names->text != NULL; names++) {
        if (strcmp(names->text, text) == 0) {
            return names->value;
        }
    }
    fail(key, "one of the names that the first lines of peer.c list");
    return 0;
}

int main(int count, char **words)
{
    int port = atoi(option(count, words, "port", "0"));
    options.file = option(count, words, "file", "");
    if (port <= 0 || options.file[0] == '\0') {
        fail("options", "port=N and file=PATH");
    }
    const char *loop = option(count, words, "loop", "");
    options.gap_nanos = atoll(option(count, words, "gap-us", "0")) * NANOS_PER_MICRO;
    options.passes = loop[0] == '\0' ? 1 : atoi(loop);
    options.waits_for_client =
        loop[0] != '\0' || named("wait-client", SWITCHES, option(count, words, "wait-client", "off"));
    const char *markers = option(count, words, "markers", NULL);
    if (markers != NULL && (options.markers = fopen(markers, "w")) == NULL) {
        fail(markers, "a file that can be written");
    }

    server = spice_server_new();
    spice_server_set_addr(server, "127.0.0.1", 0);
    spice_server_set_port(server, port);
    spice_server_set_noauth(server);
    spice_server_set_image_compression(
        server, named("image-compression", COMPRESSIONS, option(count, words, "image-compression", "auto_glz")));
    spice_server_set_streaming_video(
        server, named("streaming-video", STREAMINGS, option(count, words, "streaming-video", "filter")));
    if (spice_server_init(server, &core) != 0) {
        fail("port", "one that is free");
    }
    device.base.sif = &qxl.base;
    spice_server_add_interface(server, &device.base);
    spice_server_vm_start(server);
    printf("Listening on 127.0.0.1:%d\n", port);
    fflush(stdout);

    g_thread_new("guest", play_all, NULL);
    g_main_loop_run(g_main_loop_new(NULL, FALSE));
    return 0;
}
