package dev.caraway.server.demo;

import dev.caraway.server.guest.GuestState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What of a replay moves to another host: how far it has come, and which recording that is. The surfaces and the cursor are
 * the server's.
 *
 * <p>The target reads its own copy of the recording up to there. Most of that happens while the source goes on: the first
 * round tells about where it will be.
 */
final class ReplayState implements GuestState {

    private static final int DIGEST_BYTES = 32;

    /** What is read of a recording, at its beginning and at its end, to tell it from others. */
    private static final int SAMPLE_BYTES = 1 << 20;

    /** The replay that moves. */
    interface Replay {

        /** Where it stands, once its thread draws no more; waits for that. */
        ReplayMoment standStill() throws IOException;

        /** Where it is now, and perhaps no longer. */
        ReplayPosition position();

        /** Reads on to where it will begin, as far as is known. */
        void expect(ReplayPosition position) throws IOException;

        /** Begins there when it may run. */
        void beginAt(ReplayMoment moment) throws IOException;
    }

    private final Path file;
    private final Replay replay;
    private byte @Nullable [] digest;

    ReplayState(Path file, Replay replay) {
        this.file = file;
        this.replay = replay;
    }

    @Override
    public String kind() {
        return "replay/1";
    }

    @Override
    public boolean saveWhileRunning(int round, OutputStream out) throws IOException {
        StateWriter state = new StateWriter(out);
        state.bytes(digest());
        replay.position().write(state);
        return false;
    }

    @Override
    public void save(OutputStream out) throws IOException {
        ReplayMoment moment = replay.standStill();
        StateWriter state = new StateWriter(out);
        state.bytes(digest());
        moment.write(state);
    }

    @Override
    public void loadWhileRunning(int round, InputStream in) throws IOException {
        StateReader state = new StateReader(in);
        requireSameRecording(state);
        ReplayPosition position = ReplayPosition.read(state);
        state.end();
        replay.expect(position);
    }

    @Override
    public void load(InputStream in) throws IOException {
        StateReader state = new StateReader(in);
        requireSameRecording(state);
        ReplayMoment moment = ReplayMoment.read(state);
        state.end();
        replay.beginAt(moment);
    }

    private void requireSameRecording(StateReader state) throws IOException {
        if (!Arrays.equals(state.bytes("recording", DIGEST_BYTES), digest())) {
            throw new IOException("expected the same recording as at the source, got " + file);
        }
    }

    private byte[] digest() throws IOException {
        if (digest == null) {
            digest = digest(file);
        }
        return digest;
    }

    private static byte[] digest(Path file) throws IOException {
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
