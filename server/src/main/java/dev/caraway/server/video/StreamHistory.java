package dev.caraway.server.video;

import dev.caraway.protocol.geometry.Rect;
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
