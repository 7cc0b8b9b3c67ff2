package dev.caraway.server.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.capability.DisplayCapability;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.stream.StreamClip;
import dev.caraway.protocol.display.stream.StreamCreate;
import dev.caraway.protocol.display.stream.StreamData;
import dev.caraway.protocol.display.stream.StreamDataSized;
import dev.caraway.protocol.display.stream.StreamDestroy;
import dev.caraway.protocol.display.stream.StreamMessage;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A guest that plays a video and draws over it, a pipe, and a client that shows frames as late as it likes: no frame
 * appears over what was drawn after it, and in the end both have the same pixels.
 */
class ClientVideoStreamModelTest {

    private static final int WIDTH = 40;
    private static final int HEIGHT = 30;
    private static final Rect BOX = new Rect(8, 6, 28, 22);

    private Random random = new Random(0);
    private final VideoStream stream = new VideoStream(5, BOX, BOX.width(), BOX.height(), 40, 0);
    private final ClientVideoStreams streams =
            new ClientVideoStreams(Capabilities.of(DisplayCapability.SIZED_STREAM), 400);
    private final int[] server = new int[WIDTH * HEIGHT];
    private final int[] client = new int[WIDTH * HEIGHT];
    private final boolean[] drawnOver = new boolean[WIDTH * HEIGHT];
    private final Deque<Runnable> pipe = new ArrayDeque<>();
    private Optional<SlotInPipe> slotInPipe = Optional.empty();
    private final Deque<Queued> clientQueue = new ArrayDeque<>();
    private List<Rect> clientClip = List.of();
    private Optional<FrameJob> compressing = Optional.empty();
    private int framesSent;
    private int clipsSent;
    private int nextColour = 1;
    private long nowMillis = 1_000;

    private record SlotInPipe(FrameSlot slot, Runnable item) {}

    private record Queued(Rect box, int colour) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatWasDrawnLastIsWhatTheClientShowsInTheEnd(long seed) {
        random = new Random(seed);
        streams.open(stream, LinkSpeed.UNKNOWN, nowMillis).forEach(message -> pipe.add(() -> hear(message)));
        for (int step = 0; step < 8_000; step++) {
            nowMillis += random.nextInt(20);
            switch (random.nextInt(12)) {
                case 0, 1 -> drawFrame();
                case 2 -> cover(randomRect());
                case 3 -> mix(randomRect());
                case 4, 5, 6, 7 -> send();
                case 8, 9 -> finish();
                default -> show();
            }
            if (step % 400 == 399) {
                settle();
                assertThat(wrongPixels()).isEmpty();
            }
        }
        assertThat(framesSent).isGreaterThan(200);
        assertThat(clipsSent).isGreaterThan(100);

        streams.close(stream).ifPresent(this::end);
        assertThat(client).isEqualTo(server);
        assertThat(streams.all()).isEmpty();
    }

    private void drawFrame() {
        Rect box = random.nextInt(4) == 0 ? new Rect(7, 5, 30, 24) : BOX;
        Clip clip = switch (random.nextInt(4)) {
            case 0 -> new ClipRects(List.of(randomRect(), randomRect()));
            case 1 -> new ClipRects(List.of(randomRect()));
            default -> Clip.NONE;
        };
        Frame frame = new Frame(box, box.width(), box.height(), clip);
        int colour = nextColour++;
        frame.visible().rects().forEach(rect -> paint(server, rect, colour));
        frame.visible().rects().forEach(rect -> mark(rect, false));
        stream.onFrame(frame, nowMillis);
        Bytes data = Bytes.wrap(ByteBuffer.allocate(4).putInt(colour).array());
        ClientVideoStream.Offer offer = own().offer(frame, quality -> data, nowMillis);
        offer.replaced().ifPresent(replaced -> {
            assertThat(slotInPipe.orElseThrow().slot()).isSameAs(replaced);
            pipe.remove(slotInPipe.orElseThrow().item());
        });
        add(offer.slot());
    }

    private void cover(Rect rect) {
        int colour = nextColour++;
        exclude(DrawingReach.of(Drawings.fill(rect)));
        paint(server, rect, colour);
        mark(rect, true);
        pipe.add(() -> paint(client, rect, colour));
    }

    /** What needs the pixels below reaches the client as a picture of its result. */
    private void mix(Rect rect) {
        exclude(DrawingReach.of(Drawings.fill(rect, RopDescriptor.OP_XOR)));
        for (int i = 0; i < server.length; i++) {
            if (isIn(rect, i)) {
                server[i] = server[i] * 31 + 7;
            }
        }
        mark(rect, true);
        int[] result = server.clone();
        pipe.add(() -> copy(result, client, rect));
    }

    private void exclude(DrawingReach reach) {
        List<StreamOverlap> overlaps = reach.overlap(stream).stream().toList();
        streams.exclude(overlaps).forEach(own -> pipe.add(() -> own.clip().ifPresent(this::hear)));
    }

    /** The next item leaves the pipe, or a frame that was held back goes into it. */
    private void send() {
        Runnable item = pipe.poll();
        if (item != null) {
            item.run();
        } else if (own().dueMillis(nowMillis).isPresent()) {
            own().retry(nowMillis).ifPresent(this::add);
        }
    }

    private void add(FrameSlot slot) {
        Runnable item = () -> {
            slotInPipe = Optional.empty();
            Optional<FrameJob> job = own().take(slot, nowMillis);
            assertThat(job.isPresent() && compressing.isPresent())
                    .as("two frames are compressed at a time")
                    .isFalse();
            compressing = job.isPresent() ? job : compressing;
        };
        slotInPipe = Optional.of(new SlotInPipe(slot, item));
        pipe.add(item);
    }

    private void finish() {
        compressing.ifPresent(job -> {
            compressing = Optional.empty();
            own().finish(job, job.source().compress(job.quality()), nowMillis).forEach(this::hear);
        });
    }

    private void hear(StreamMessage message) {
        if (message instanceof StreamCreate create) {
            clientClip = ((ClipRects) create.clip()).rects();
        } else if (message instanceof StreamClip clip) {
            clipsSent++;
            clientClip = ((ClipRects) clip.clip()).rects();
        } else if (message instanceof StreamData data) {
            framesSent++;
            clientQueue.add(new Queued(BOX, colour(data.data())));
        } else if (message instanceof StreamDataSized data) {
            framesSent++;
            clientQueue.add(new Queued(data.destination(), colour(data.data())));
        } else if (message instanceof StreamDestroy) {
            clientQueue.clear();
        } else {
            throw new AssertionError(message);
        }
    }

    private void show() {
        Queued frame = clientQueue.poll();
        if (frame != null) {
            clientClip.forEach(rect -> paint(client, rect.intersection(frame.box()), frame.colour()));
        }
    }

    private void settle() {
        while (!pipe.isEmpty()
                || compressing.isPresent()
                || own().dueMillis(nowMillis).isPresent()) {
            nowMillis += 10;
            send();
            finish();
        }
        while (!clientQueue.isEmpty()) {
            show();
        }
    }

    /** Those that nobody will mend: what was drawn over the video, and what the stream does not own up to. */
    private List<Integer> wrongPixels() {
        List<Rect> lossy = own().lossyArea();
        return IntStream.range(0, server.length)
                .filter(pixel -> client[pixel] != server[pixel])
                .filter(pixel -> drawnOver[pixel] || lossy.stream().noneMatch(rect -> isIn(rect, pixel)))
                .boxed()
                .toList();
    }

    private void mark(Rect rect, boolean value) {
        for (int y = rect.top(); y < rect.bottom(); y++) {
            Arrays.fill(drawnOver, y * WIDTH + rect.left(), y * WIDTH + rect.right(), value);
        }
    }

    private void end(ClosedStream closed) {
        slotInPipe.ifPresent(slot -> pipe.remove(slot.item()));
        closed.messages().forEach(message -> pipe.add(() -> hear(message)));
        int[] picture = server.clone();
        closed.lossy().forEach(rect -> pipe.add(() -> copy(picture, client, rect)));
        while (!pipe.isEmpty()) {
            pipe.remove().run();
        }
    }

    private ClientVideoStream own() {
        return streams.of(stream).orElseThrow();
    }

    private Rect randomRect() {
        int left = random.nextInt(WIDTH - 1);
        int top = random.nextInt(HEIGHT - 1);
        return new Rect(
                left, top, left + 1 + random.nextInt(WIDTH - left - 1), top + 1 + random.nextInt(HEIGHT - top - 1));
    }

    private static int colour(Bytes data) {
        return ByteBuffer.wrap(data.toArray()).getInt();
    }

    private static boolean isIn(Rect rect, int pixel) {
        int x = pixel % WIDTH;
        int y = pixel / WIDTH;
        return x >= rect.left() && x < rect.right() && y >= rect.top() && y < rect.bottom();
    }

    private static void paint(int[] pixels, Rect rect, int colour) {
        for (int y = rect.top(); y < rect.bottom(); y++) {
            Arrays.fill(pixels, y * WIDTH + rect.left(), y * WIDTH + rect.right(), colour);
        }
    }

    private static void copy(int[] from, int[] to, Rect rect) {
        for (int y = rect.top(); y < rect.bottom(); y++) {
            int start = y * WIDTH + rect.left();
            System.arraycopy(from, start, to, start, rect.width());
        }
    }
}
