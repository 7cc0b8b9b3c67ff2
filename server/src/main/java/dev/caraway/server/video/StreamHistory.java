package dev.caraway.server.video;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.surface.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where streams were lately, and how that went: a video that was paused comes back sooner, and a place whose streams
 * never live long has to wait longer each time.
 */
final class StreamHistory {

    private static final int PLACES = 16;
    private static final long MEMORY_MILLIS = 600_000;

    /** A stream with a shorter life was none, but something that moved for a moment. */
    private static final long SHORT_LIFE_MILLIS = 3_000;

    private final List<Place> places = new ArrayList<>();

    private record Place(Rect box, long endedMillis, int shortLives) {}

    /** Writes the places. */
    void save(SpiceWriter out, long nowMillis) {
        out.u8(places.size());
        for (Place place : places) {
            Region.saveRect(place.box(), out);
            out.u32(Math.min(MEMORY_MILLIS, nowMillis - place.endedMillis()));
            out.u16(Math.min(place.shortLives(), 0xffff));
        }
    }

    /** Takes up what {@link #save} has written. */
    void restore(SpiceReader in, Rect bounds, long nowMillis) {
        places.clear();
        int count = in.u8("stream_history.places");
        if (count > PLACES) {
            throw in.violation("stream_history.places", "expected at most " + PLACES + ", got " + count);
        }
        for (int i = 0; i < count; i++) {
            Rect box = Region.restoreRect(in, bounds);
            long endedMillis = nowMillis - in.u32AtMost("stream_history.age", (int) MEMORY_MILLIS);
            places.add(new Place(box, endedMillis, in.u16("stream_history.short_lives")));
        }
    }

    void onEnded(VideoStream stream) {
        long ended = stream.lastFrameMillis();
        boolean isShort = ended - stream.startedMillis() < SHORT_LIFE_MILLIS;
        Optional<Place> former = at(stream.box(), ended);
        former.ifPresent(places::remove);
        int shortLives = isShort ? former.map(Place::shortLives).orElse(0) + 1 : 0;
        places.add(new Place(stream.box(), ended, shortLives));
        if (places.size() > PLACES) {
            places.remove(0);
        }
    }

    void clear() {
        places.clear();
    }

    /** Pictures in an even rhythm that make a stream here, 3 to 64. */
    int framesToStart(Rect box, int usually, long nowMillis) {
        Optional<Place> former = at(box, nowMillis);
        if (former.isEmpty()) {
            return usually;
        }
        int shortLives = former.get().shortLives();
        if (shortLives == 0) {
            return Candidate.framesToResume();
        }
        return Math.min(Candidate.MAX_FRAMES, usually << Math.min(shortLives, 3));
    }

    private Optional<Place> at(Rect box, long nowMillis) {
        places.removeIf(place -> nowMillis - place.endedMillis() > MEMORY_MILLIS);
        return places.stream()
                .filter(place -> {
                    long shared = place.box().intersection(box).area();
                    return shared * 10 >= 9 * Math.max(place.box().area(), box.area());
                })
                .reduce((older, newer) -> newer);
    }
}
