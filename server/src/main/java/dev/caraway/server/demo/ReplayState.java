package dev.caraway.server.demo;

import dev.caraway.server.guest.GuestState;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * What of a replay moves to another host: how far it has come, and which recording that is. The surfaces and the cursor are
 * the server's.
 */
final class ReplayState implements GuestState {

    private static final int DIGEST_BYTES = 32;

    /** What is read of a recording, at its beginning and at its end, to tell it from others. */
    private static final int SAMPLE_BYTES = 1 << 20;

    /** The replay that moves. */
    interface Replay {

        /** Where it stands, once its thread draws no more; waits for that. */
        ReplayPosition standStill() throws IOException;

        /** Where it is now, and perhaps no longer. */
        ReplayPosition position();

        /** Reads on to where it will begin, as far as is known. */
        void expect(ReplayPosition position) throws IOException;

        /** Begins there when it may run. */
        void beginAt(ReplayPosition position) throws IOException;
    }

    private final Path file;
    private final Replay replay;

    ReplayState(Path file, Replay replay) {
        this.file = file;
        this.replay = replay;
    }

    @Override
    public String kind() {
        return "replay/1";
    }

    /** Tells where about it will be, so that reading on to there takes no time in which the guest stands still. */
    @Override
    public boolean saveWhileRunning(int round, OutputStream out) throws IOException {
        write(replay.position(), out);
        return false;
    }

    @Override
    public void save(OutputStream out) throws IOException {
        write(replay.standStill(), out);
    }

    @Override
    public void loadWhileRunning(int round, InputStream in) throws IOException {
        replay.expect(read(in));
    }

    @Override
    public void load(InputStream in) throws IOException {
        replay.beginAt(read(in));
    }

    private void write(ReplayPosition position, OutputStream to) throws IOException {
        DataOutputStream out = new DataOutputStream(to);
        out.write(digest());
        position.write(out);
    }

    private ReplayPosition read(InputStream from) throws IOException {
        DataInputStream in = new DataInputStream(from);
        byte[] digest = new byte[DIGEST_BYTES];
        in.readFully(digest);
        ReplayPosition position = ReplayPosition.read(in);
        if (!Arrays.equals(digest, digest())) {
            throw new IOException("expected the same recording as at the source, got " + file);
        }
        return position;
    }

    private byte[] digest() throws IOException {
        try (FileChannel recording = FileChannel.open(file)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            long length = recording.size();
            sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, length));
            sample(recording, 0, sha256);
            sample(recording, Math.max(0, length - SAMPLE_BYTES), sha256);
            return sha256.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static void sample(FileChannel recording, long from, MessageDigest digest) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SAMPLE_BYTES);
        recording.position(from);
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = recording.read(bytes);
        }
        digest.update(bytes.flip());
    }
}
