package dev.caraway.it.client;

import java.io.ByteArrayOutputStream;
import javax.imageio.plugins.jpeg.JPEGHuffmanTable;

/** Frames of Motion JPEG, which may leave out the Huffman tables that everybody knows: not every library adds them. */
final class MotionJpeg {

    private static final int MARKERS_BEGIN = 2;
    private static final int HUFFMAN_TABLES = 0xc4;
    private static final int SCAN = 0xda;
    private static final int LENGTHS = 16;

    private MotionJpeg() {}

    /** The same picture as a file of its own. */
    static byte[] asFile(byte[] frame) {
        if (hasHuffmanTables(frame)) {
            return frame;
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(frame, 0, MARKERS_BEGIN);
        write(file, 0x00, JPEGHuffmanTable.StdDCLuminance);
        write(file, 0x10, JPEGHuffmanTable.StdACLuminance);
        write(file, 0x01, JPEGHuffmanTable.StdDCChrominance);
        write(file, 0x11, JPEGHuffmanTable.StdACChrominance);
        file.write(frame, MARKERS_BEGIN, frame.length - MARKERS_BEGIN);
        return file.toByteArray();
    }

    private static boolean hasHuffmanTables(byte[] frame) {
        int at = MARKERS_BEGIN;
        while (at + 4 <= frame.length && (frame[at + 1] & 0xff) != SCAN) {
            if ((frame[at + 1] & 0xff) == HUFFMAN_TABLES) {
                return true;
            }
            at += 2 + ((frame[at + 2] & 0xff) << 8 | (frame[at + 3] & 0xff));
        }
        return false;
    }

    private static void write(ByteArrayOutputStream file, int classAndId, JPEGHuffmanTable table) {
        short[] lengths = table.getLengths();
        short[] values = table.getValues();
        int size = 2 + 1 + LENGTHS + values.length;
        file.write(0xff);
        file.write(HUFFMAN_TABLES);
        file.write(size >> 8);
        file.write(size);
        file.write(classAndId);
        for (int i = 0; i < LENGTHS; i++) {
            file.write(i < lengths.length ? lengths[i] : 0);
        }
        for (short value : values) {
            file.write(value);
        }
    }
}
