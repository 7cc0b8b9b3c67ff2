package dev.caraway.protocol;

/**
 * What a peer may ask for, each limit with its reason.
 *
 * <p>Every length, count and size from the wire meets one of these before anything is allocated.
 */
public final class Limits {

    /** The smallest link message: its fixed part. */
    public static final int LINK_MESSAGE_MIN_BYTES = 18;

    /** The largest link message libspice-server takes; real clients send below 50 bytes. */
    public static final int LINK_MESSAGE_MAX_BYTES = 4096;

    /** Capability words of one kind in a link message: more cannot fit {@link #LINK_MESSAGE_MAX_BYTES}. */
    public static final int CAPABILITY_WORDS = 1024;

    /** Surface ids are 0 to 1023, as every QXL device and libspice-server have it. */
    public static final int SURFACES = 1024;

    /** No side of a surface, image or stream is longer: clients draw with 16-bit coordinates. */
    public static final int SIDE_PIXELS = 32_767;

    /** Rectangles of a clip: a megabyte of them, far above what a guest's region holds. */
    public static final int CLIP_RECTS = 65_536;

    /** Segments of a path: as many as guests need to outline a screen of glyphs. */
    public static final int PATH_SEGMENTS = 65_536;

    /** Points of one path segment: half a megabyte of them. */
    public static final int PATH_POINTS = 65_536;

    /** Colours of a palette: an index has at most 8 bits. */
    public static final int PALETTE_COLORS = 256;

    /** Heads of a display channel: what a QXL device has at most. */
    public static final int HEADS = 16;

    /** Stream ids are 0 to 49, as libspice-server has it; the protocol would allow 64. */
    public static final int STREAMS = 50;

    /** The largest GLZ window of libspice-server and what a GLZ reference reaches back, 2^25 pixels. */
    public static final int GLZ_WINDOW_PIXELS = 1 << 25;

    /** DISPLAY_INIT: exactly its four fields. */
    public static final int DISPLAY_INIT_BYTES = 14;

    /** STREAM_REPORT: exactly its eight fields. */
    public static final int STREAM_REPORT_BYTES = 32;

    /** PREFERRED_COMPRESSION: exactly its one field. */
    public static final int PREFERRED_COMPRESSION_BYTES = 1;

    /** PREFERRED_VIDEO_CODEC_TYPE: a byte that counts, and as many bytes as it can count. */
    public static final int PREFERRED_VIDEO_CODEC_TYPE_BYTES = 256;

    /** Agent data in one message: libspice-server and all clients cut their agent messages into pieces of this size. */
    public static final int AGENT_DATA_BYTES = 2048;

    /** Migrate data of one channel: main's, the largest real one, is below 27 KiB. */
    public static final int MIGRATE_DATA_BYTES = 1 << 16;

    /** Main's migrate data, all that a libspice-server target takes. */
    public static final int MIGRATE_MAIN_BYTES = 26_624;

    /** The inputs channel's migrate data, all that a libspice-server target takes. */
    public static final int MIGRATE_INPUTS_BYTES = 2048;

    /** Agent messages that a client may have under way: libspice-server's window, which migration assumes equal. */
    public static final int AGENT_TOKENS = 10;

    /** Mouse motions that a client sends without an acknowledgement: twice the bunch that one acknowledgement is for. */
    public static final int UNACKED_MOTIONS = 8;

    /** Scan codes in one message: the longest key, Pause, has six bytes; clients send a key at a time. */
    public static final int KEY_SCANCODE_BYTES = 64;

    /** A message that neither clients nor servers send; what it would hold is not known. */
    public static final int QUALITY_INDICATOR_BYTES = 64;

    /** The ballast of a ping: libspice-server measures the rate with 256 000 bytes. */
    public static final int PING_DATA_BYTES = 1 << 20;

    /** Pixels of a cursor: 1024 by 1024 with alpha, far above the cursors that guests have. */
    public static final int CURSOR_DATA_BYTES = 1 << 22;

    /** Text that the server says: names of hosts and guests, subjects of certificates, notices. */
    public static final int TEXT_BYTES = 1 << 16;

    /** A message from the server, to whoever decodes one: an uncompressed image of 4096 by 4096 pixels. */
    public static final int SERVER_MESSAGE_BYTES = 1 << 26;

    /** Channels in a list: all types with all their ids. */
    public static final int CHANNELS = 12 * 256;

    /** Monitors in an agent's configuration, as libspice-server has it. */
    public static final int AGENT_MONITORS = 256;

    /** Width and height of a monitor in pixels: no guest's device has more. */
    public static final int MONITOR_SIDE_PIXELS = 16384;

    /** Two numbers, then for each monitor its five numbers and its size in millimetres. */
    public static final int AGENT_MONITORS_CONFIG_BYTES = 8 + AGENT_MONITORS * 24;

    /** A number and words of capabilities, as many as a link message may have. */
    public static final int AGENT_CAPABILITIES_BYTES = 4 + 4 * CAPABILITY_WORDS;

    /** Three bytes and the volumes of 255 audio channels. */
    public static final int AGENT_AUDIO_VOLUME_SYNC_BYTES = 3 + 2 * 255;

    /** An agent message that the server passes on unread; the limit is for whoever wants one in one piece. */
    public static final int AGENT_PASSED_ON_BYTES = 1 << 20;

    private Limits() {}
}
