package dev.caraway.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A port of this machine that leads to another one over a slow link: all connections share one rate a direction, and
 * what has passed arrives half a round trip later. What may be on the way is bounded, so that a sender feels the link.
 */
public final class SlowLink implements AutoCloseable {

    private static final int PIECE_BYTES = 2048;
    private static final int SOCKET_BUFFER_BYTES = 16 << 10;

    /** What waits before the bottleneck. */
    private static final long QUEUE_MILLIS = 20;

    private final ServerSocket listening = new ServerSocket();
    private final Collection<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final Direction down;
    private final Direction up;
    private final int target;

    private SlowLink(int target, double megabitsPerSecond, long roundTripMillis) throws IOException {
        this.target = target;
        down = new Direction(megabitsPerSecond * 1e6 / 8, roundTripMillis / 2);
        up = new Direction(megabitsPerSecond * 1e6 / 8, roundTripMillis / 2);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        start("slow link", this::accept);
    }

    /** A link to a port of this machine. */
    public static SlowLink to(int port, double megabitsPerSecond, long roundTripMillis) throws IOException {
        return new SlowLink(port, megabitsPerSecond, roundTripMillis);
    }

    /** Where its near end listens. */
    public int port() {
        return listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() throws IOException, InterruptedException {
        while (!listening.isClosed()) {
            Socket near = listening.accept();
            Socket far = new Socket();
            far.setReceiveBufferSize(SOCKET_BUFFER_BYTES);
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            for (Socket socket : new Socket[] {near, far}) {
                socket.setTcpNoDelay(true);
                sockets.add(socket);
            }
            carry(near, far, up);
            carry(far, near, down);
        }
    }

    private static void carry(Socket from, Socket to, Direction direction) {
        DelayQueue<Piece> travelling = new DelayQueue<>();
        start("slow link in", () -> {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[PIECE_BYTES];
            int count = in.read(buffer);
            while (count > 0) {
                travelling.put(direction.send(buffer.clone(), count));
                count = in.read(buffer);
            }
            travelling.put(direction.send(buffer, 0));
        });
        start("slow link out", () -> {
            OutputStream out = to.getOutputStream();
            Piece piece = travelling.take();
            while (piece.count > 0) {
                out.write(piece.bytes, 0, piece.count);
                direction.arrived(piece.count);
                piece = travelling.take();
            }
            to.shutdownOutput();
        });
    }

    /** Work that ends with its sockets. */
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // A socket was closed: this is how it ends.
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Says when what was sent arrives. */
    private static final class Direction {

        private final double bytesPerNano;
        private final long delayNanos;
        private final Semaphore room;
        private long freeNanos = System.nanoTime();

        Direction(double bytesPerSecond, long delayMillis) {
            bytesPerNano = bytesPerSecond / 1e9;
            delayNanos = TimeUnit.MILLISECONDS.toNanos(delayMillis);
            long held = delayNanos + TimeUnit.MILLISECONDS.toNanos(QUEUE_MILLIS);
            room = new Semaphore(PIECE_BYTES + (int) Math.round((double) held * bytesPerNano));
        }

        Piece send(byte[] bytes, int count) throws InterruptedException {
            room.acquire(count);
            return new Piece(bytes, count, leaves(count) + delayNanos);
        }

        void arrived(int count) {
            room.release(count);
        }

        private synchronized long leaves(int count) {
            freeNanos = Math.max(freeNanos, System.nanoTime()) + Math.round(count / bytesPerNano);
            return freeNanos;
        }
    }

    /** Some bytes, and when they arrive. */
    private static final class Piece implements Delayed {

        private final byte[] bytes;
        private final int count;
        private final long dueNanos;

        Piece(byte[] bytes, int count, long dueNanos) {
            this.bytes = bytes;
            this.count = count;
            this.dueNanos = dueNanos;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
