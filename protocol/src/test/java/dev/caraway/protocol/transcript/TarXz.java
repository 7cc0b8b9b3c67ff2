package dev.caraway.protocol.transcript;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.tukaani.xz.XZInputStream;

/** Reads the plain files of a {@code .tar.xz}, as far as the fixtures need it: short names, small files. */
final class TarXz {

    private static final int BLOCK_BYTES = 512;
    private static final int NAME_BYTES = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_DIGITS = 11;
    private static final int TYPE_AT = 156;

    private TarXz() {}

    /** The content of each file by its path in the archive. */
    static Map<String, byte[]> read(InputStream archive) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (DataInputStream tar = new DataInputStream(new BufferedInputStream(new XZInputStream(archive)))) {
            byte[] header = new byte[BLOCK_BYTES];
            for (tar.readFully(header); header[0] != 0; tar.readFully(header)) {
                int size = Integer.parseInt(
                        new String(header, SIZE_AT, SIZE_DIGITS, StandardCharsets.US_ASCII).strip(), 8);
                byte[] content = new byte[size];
                tar.readFully(content);
                tar.skipNBytes(-size & BLOCK_BYTES - 1);
                if (header[TYPE_AT] == '0') {
                    String name = new String(header, 0, NAME_BYTES, StandardCharsets.US_ASCII);
                    files.put(name.substring(0, name.indexOf('\0')), content);
                }
            }
        }
        return files;
    }
}
