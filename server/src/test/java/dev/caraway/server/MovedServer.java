package dev.caraway.server;

import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.ClientMessage;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.agent.AgentMessageHeader;
import dev.caraway.protocol.agent.MonitorConfig;
import dev.caraway.protocol.agent.MonitorsConfig;
import dev.caraway.protocol.base.Ack;
import dev.caraway.protocol.base.AckSync;
import dev.caraway.protocol.base.Ping;
import dev.caraway.protocol.base.Pong;
import dev.caraway.protocol.base.SetAck;
import dev.caraway.protocol.capability.Capability;
import dev.caraway.protocol.capability.DisplayCapability;
import dev.caraway.protocol.capability.MainCapability;
import dev.caraway.protocol.display.DisplayInit;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.inputs.ClientKeyModifiers;
import dev.caraway.protocol.inputs.KeyDown;
import dev.caraway.protocol.inputs.KeyUp;
import dev.caraway.protocol.inputs.MouseMotion;
import dev.caraway.protocol.inputs.MousePosition;
import dev.caraway.protocol.main.AgentStart;
import dev.caraway.protocol.main.ClientAgentData;
import dev.caraway.protocol.main.MouseModeRequest;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.protocol.wire.WireException;
import dev.caraway.server.channel.MultiMediaClock;
import dev.caraway.server.channel.ProtocolException;
import dev.caraway.server.channel.RecordingOutbox;
import dev.caraway.server.channel.VirtualLoop;
import dev.caraway.server.compression.CompressionPolicy;
import dev.caraway.server.cursor.CursorChannel;
import dev.caraway.server.display.DisplayChannel;
import dev.caraway.server.display.Waves;
import dev.caraway.server.guest.CursorShape;
import dev.caraway.server.guest.GuestInputs;
import dev.caraway.server.inputs.InputsChannel;
import dev.caraway.server.main.MainChannel;
import dev.caraway.server.session.Peers;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.SessionChannel;
import dev.caraway.server.session.Sessions;
import dev.caraway.server.surface.Surface;
import dev.caraway.server.video.StreamingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A server with one client, without sockets, whose whole state can be written and taken up as one run of bytes. */
final class MovedServer {

    private static final int ACK_WINDOW = 20;
    private static final Rect VIDEO = Rect.ofSize(0, 0, 64, 64);
    /** A surface of more pixels does not come whole. */
    private static final int PIXELS_MAX = 1 << 14;

    private static final int WIDTH = 80;
    private static final int HEIGHT = 70;

    private static final Capability[] DISPLAY = {
        DisplayCapability.MONITORS_CONFIG, DisplayCapability.STREAM_REPORT, DisplayCapability.SIZED_STREAM
    };

    private final VirtualLoop loop = new VirtualLoop();
    private final MultiMediaClock clock = new MultiMediaClock(loop);
    private final DisplayChannel display = new DisplayChannel(
            loop, clock, CompressionPolicy.DEFAULT, StreamingMode.FILTER, Runnable::run, viewers -> {});
    private final InputsChannel inputs = new InputsChannel(loop, GuestInputs.IGNORED, List.of(display::heads));
    private final CursorChannel cursor = new CursorChannel(loop);
    private final MainChannel main = new MainChannel(
            loop,
            clock,
            new MainChannel.Identity("desk", new UUID(0, 0), List.of()),
            inputs::clientMouse,
            Optional.of(heads -> {}));
    private final Session session = new Sessions().create();
    private final Seat mainSeat =
            new Seat(out -> main.admit(session, Peers.on(ChannelType.MAIN, MainCapability.NAME_AND_UUID), out));
    private final Seat displaySeat =
            new Seat(out -> display.admit(session, Peers.on(ChannelType.DISPLAY, DISPLAY), out));
    private final Seat inputsSeat = new Seat(out -> inputs.admit(session, Peers.on(ChannelType.INPUTS), out));
    private final Seat cursorSeat = new Seat(out -> cursor.admit(session, Peers.on(ChannelType.CURSOR), out));
    private final List<Seat> seats = List.of(mainSeat, displaySeat, inputsSeat, cursorSeat);
    private final Waves waves = new Waves();

    /** Makes a channel's half for the client. */
    private interface Admission {
        SessionChannel admit(RecordingOutbox outbox);
    }

    /** One channel, and the client's end of it. */
    private static final class Seat {

        private final RecordingOutbox outbox = new RecordingOutbox();
        private final SessionChannel channel;
        private int untilAck;

        Seat(Admission admission) {
            channel = admission.admit(outbox);
        }

        /** A client's mistake ends its channel in real life; here it has no consequence. */
        void say(ClientMessage message) {
            try {
                channel.onMessage(message.opcode(), SpiceWriter.encode(message));
            } catch (ProtocolException | WireException violation) {
                untilAck = 0;
            }
        }

        void read() {
            for (ServerMessage message : outbox.take()) {
                if (untilAck > 0 && --untilAck == 0) {
                    untilAck = ACK_WINDOW;
                    say(new Ack());
                }
                if (message instanceof SetAck setAck) {
                    untilAck = ACK_WINDOW;
                    say(new AckSync(setAck.generation()));
                } else if (message instanceof Ping ping) {
                    say(new Pong(ping.id(), ping.timestamp()));
                }
            }
        }
    }

    /** Whether a mistake of the server has closed the client. */
    boolean isBroken() {
        return session.isClosing();
    }

    /** A client connects. */
    void begin() {
        display.createSurface(0, WIDTH, HEIGHT, SurfaceFormat.XRGB_32, null);
        seats.forEach(seat -> seat.channel.open());
        displaySeat.say(new DisplayInit(1, 5000, 1, 6000));
        mainSeat.say(new AgentStart(10));
    }

    /** Guest and client do a little of everything, so many times. */
    void live(int turns) {
        for (int turn = 0; turn < turns; turn++) {
            draw(turn);
            drive(turn);
            loop.advanceMillis(40);
            seats.forEach(Seat::read);
        }
    }

    /** Time passes without anything happening, so that what waits for time comes due. */
    void rest() {
        for (int second = 0; second < 4; second++) {
            loop.advanceMillis(1000);
            seats.forEach(Seat::read);
        }
    }

    private void draw(int turn) {
        for (Surface surface : List.copyOf(display.surfaces().all())) {
            fill(surface, Rect.ofSize(turn % 50, 2, 9, 9), turn + 1, RopDescriptor.OP_PUT);
        }
        Optional<Surface> primary = display.surfaces().primary();
        if (primary.filter(present -> present.bounds().contains(VIDEO)).isPresent()) {
            display.draw(waves.next(VIDEO, Clip.NONE));
        }
        if (turn % 4 == 0) {
            cursor.show(CursorShape.argb(turn, 2, 1, 0, 0, new int[] {turn, turn}));
        }
        cursor.move(turn, turn);
    }

    private void fill(Surface surface, Rect area, int color, int ropDescriptor) {
        Rect box = surface.bounds().intersection(area);
        if (!box.isEmpty()) {
            display.draw(new DrawFill(
                    new DrawBase(surface.id(), box, Clip.NONE), new SolidBrush(color), ropDescriptor, Mask.NONE));
        }
    }

    private void drive(int turn) {
        mainSeat.say(new MouseModeRequest(1 + turn % 2));
        Bytes wish = AgentMessageHeader.frame(
                new MonitorsConfig(0, List.of(new MonitorConfig(300, 400 + turn, 32, 0, 0)), List.of()));
        int half = wish.length() / 2;
        mainSeat.say(new ClientAgentData(wish.slice(0, half)));
        mainSeat.say(new ClientAgentData(wish.slice(half, wish.length() - half)));
        inputsSeat.say(turn % 2 == 0 ? new KeyDown(0x1e) : new KeyUp(0x9e));
        inputsSeat.say(new MouseMotion(1, 1, 0));
        inputsSeat.say(new MousePosition(5, 5, 0, 0));
        inputsSeat.say(new ClientKeyModifiers(turn & 7));
        inputs.lockKeys(turn % 3 == 0, false, turn % 5 == 0);
    }

    /** All that a target is told; of a client that reads nothing any more if {@code isAsleep}. */
    Bytes save(boolean isAsleep) {
        if (isAsleep) {
            seats.forEach(seat -> seat.outbox.setWritable(false));
            draw(1);
            display.createSurface(3, 16, 16, SurfaceFormat.ARGB_32, null);
            fill(display.surfaces().get(0), Rect.ofSize(66, 0, 9, 9), 77, RopDescriptor.OP_XOR);
        }
        inputsSeat.say(new KeyDown(0x1d));
        inputs.injected().type(List.of(0x1d, 0x2e), 100);
        seats.forEach(seat -> seat.channel.stopSending());
        seats.forEach(Seat::read);
        List<Encodable> parts = new ArrayList<>();
        display.surfaces().all().forEach(surface -> parts.add(out -> saveSurface(surface, out)));
        int surfaces = parts.size();
        parts.add(clock::save);
        parts.add(main::saveShared);
        parts.add(display::saveShared);
        parts.add(cursor::saveShared);
        parts.add(inputs::saveShared);
        session.copyGlzDictionary()
                .ifPresentOrElse(
                        glz -> glz.end(piece -> parts.add(out -> out.bytes(piece))), () -> parts.add(out -> {}));
        parts.add(session::saveState);
        seats.forEach(seat -> parts.add(seat.channel::saveState));
        return SpiceWriter.encode(out -> {
            out.u8(surfaces);
            for (Encodable part : parts) {
                Bytes bytes = SpiceWriter.encode(part);
                out.u16(bytes.length());
                out.bytes(bytes);
            }
        });
    }

    /**
     * Takes up what {@link #save} has written at another server.
     *
     * @throws WireException if that is not what it is
     */
    void restore(Bytes state) {
        SpiceReader in = new SpiceReader("state", state);
        for (int surfaces = in.u8("surfaces"); surfaces > 0; surfaces--) {
            restoreSurface(part(in));
        }
        clock.restore(part(in));
        main.restoreShared(part(in));
        display.restoreShared(part(in));
        cursor.restoreShared(part(in));
        inputs.restoreShared(part(in));
        Bytes glz = in.bytes("part", in.u16("part"));
        if (!glz.isEmpty()) {
            session.restoreGlzPiece(glz);
        }
        session.restoreState(part(in));
        for (Seat seat : seats) {
            seat.channel.goOn(part(in));
        }
    }

    /** Pixels would be most of the state, and tell nothing: here a surface is the colour of its first pixel. */
    private static void saveSurface(Surface surface, SpiceWriter out) {
        out.u16(surface.id());
        out.u16(surface.width());
        out.u16(surface.height());
        out.u32(surface.format().code());
        out.bytes(surface.copyOf(new Rect(0, 0, 1, 1)));
    }

    private void restoreSurface(SpiceReader in) {
        int id = in.u16("surface.id");
        int width = in.u16("surface.width");
        int height = in.u16("surface.height");
        long format = in.u32("surface.format");
        Bytes color = in.bytes("surface.color", 4);
        int rows = Math.min(height, PIXELS_MAX / Math.max(1, width));
        Bytes piece = SpiceWriter.encode(out -> {
            out.u16(id).u16(width).u16(height).u32(format);
            out.u16(0).u16(0).u16(width).u16(rows);
            for (int pixel = 0; pixel < width * rows; pixel++) {
                out.bytes(color);
            }
        });
        display.restorePiece(new SpiceReader("piece", piece));
    }

    private static SpiceReader part(SpiceReader in) {
        return new SpiceReader("part", in.bytes("part", in.u16("part")));
    }
}
