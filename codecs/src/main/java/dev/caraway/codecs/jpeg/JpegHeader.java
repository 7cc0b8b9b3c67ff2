package dev.caraway.codecs.jpeg;

/** What stands before the compressed blocks: JFIF mark, tables, frame and scan (ITU-T T.81, annex B; T.871). */
final class JpegHeader {

    private static final int START_OF_IMAGE = 0xd8;
    private static final int APPLICATION_0 = 0xe0;
    private static final int QUANTIZATION_TABLES = 0xdb;
    private static final int BASELINE_FRAME = 0xc0;
    private static final int HUFFMAN_TABLES = 0xc4;
    private static final int RESTART_INTERVAL = 0xdd;
    private static final int START_OF_SCAN = 0xda;

    /** {@code JFIF}, version 1.1, pixels that are as high as wide, no thumbnail. */
    private static final byte[] JFIF = {'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0};

    private static final HuffmanTable[] HUFFMAN = {
        HuffmanTable.BRIGHTNESS_DC, HuffmanTable.BRIGHTNESS_AC, HuffmanTable.COLOUR_DC, HuffmanTable.COLOUR_AC
    };

    /** The longest header. */
    static final int BYTES_MAX = 640;

    private final byte[] bytes = new byte[BYTES_MAX];
    private int at;

    /** Builds the header; {@link #bytes} holds it then. Returns its length. */
    int build(
            int width,
            int height,
            JpegSampling sampling,
            QuantizationTable brightness,
            QuantizationTable colour,
            int restartInterval) {
        at = 0;
        marker(START_OF_IMAGE);
        segment(APPLICATION_0, JFIF.length);
        System.arraycopy(JFIF, 0, bytes, at, JFIF.length);
        at += JFIF.length;

        segment(QUANTIZATION_TABLES, 2 * 65);
        bytes[at++] = 0;
        at = brightness.write(bytes, at);
        bytes[at++] = 1;
        at = colour.write(bytes, at);

        segment(BASELINE_FRAME, 15);
        bytes[at++] = 8;
        u16(height);
        u16(width);
        bytes[at++] = 3;
        int across = sampling.blocksAcross();
        frameComponent(1, across, 0);
        frameComponent(2, 1, 1);
        frameComponent(3, 1, 1);

        int lengthAt = at + 2;
        segment(HUFFMAN_TABLES, 0);
        for (HuffmanTable table : HUFFMAN) {
            at = table.write(bytes, at);
        }
        int end = at;
        at = lengthAt;
        u16(end - lengthAt);
        at = end;

        if (restartInterval > 0) {
            segment(RESTART_INTERVAL, 2);
            u16(restartInterval);
        }

        segment(START_OF_SCAN, 10);
        bytes[at++] = 3;
        scanComponent(1, 0x00);
        scanComponent(2, 0x11);
        scanComponent(3, 0x11);
        // All frequencies, in full.
        bytes[at++] = 0;
        bytes[at++] = 63;
        bytes[at++] = 0;
        return at;
    }

    byte[] bytes() {
        return bytes;
    }

    private void frameComponent(int id, int samplesAcross, int quantizationTable) {
        bytes[at++] = (byte) id;
        bytes[at++] = (byte) (samplesAcross << 4 | samplesAcross);
        bytes[at++] = (byte) quantizationTable;
    }

    private void scanComponent(int id, int huffmanTables) {
        bytes[at++] = (byte) id;
        bytes[at++] = (byte) huffmanTables;
    }

    private void segment(int code, int contentBytes) {
        marker(code);
        u16(contentBytes + 2);
    }

    private void marker(int code) {
        bytes[at++] = (byte) 0xff;
        bytes[at++] = (byte) code;
    }

    private void u16(int value) {
        bytes[at++] = (byte) (value >> 8);
        bytes[at++] = (byte) value;
    }
}
