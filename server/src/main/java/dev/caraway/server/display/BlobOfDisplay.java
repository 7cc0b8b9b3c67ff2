package dev.caraway.server.display;

import dev.caraway.migration.data.DisplayData;
import dev.caraway.server.session.Session;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a display channel carries through its client. */
final class BlobOfDisplay {

    private BlobOfDisplay() {}

    /**
     * The layout, of a client that has been sent everything.
     *
     * @param serial of the message that carries it
     * @param surfaces those that the client has
     */
    static DisplayData of(DisplayChannelClient client, long serial, ClientWord word, List<Integer> surfaces) {
        return new DisplayData(
                serial,
                false,
                word.pixmapCacheId(),
                client.isInitialised() ? client.session().pixmapCache(0).capacityPixels() : 0,
                isFirst(client),
                lastSerials(client),
                word.glzDictionaryId(),
                dictionary(client),
                surfaces.stream()
                        .map(id -> new DisplayData.SurfaceAtClient(id, Optional.empty()))
                        .toList());
    }

    private static DisplayData.GlzDictionary dictionary(DisplayChannelClient client) {
        if (!client.isInitialised()) {
            return new DisplayData.GlzDictionary(0, 0);
        }
        var dictionary = client.session().glzDictionary(DisplayChannelClient.NO_GLZ_PIXELS);
        return new DisplayData.GlzDictionary(dictionary.windowPixels(), dictionary.nextImageId());
    }

    /** By channel id, the last message of each display channel of this client: any of them may have used its cache. */
    private static List<Long> lastSerials(DisplayChannelClient client) {
        Long[] serials = new Long[DisplayData.CACHE_CHANNELS];
        Arrays.fill(serials, 0L);
        siblings(client.session())
                .filter(each -> id(each) < serials.length)
                .forEach(each -> serials[id(each)] = each.lastSerial());
        return List.of(serials);
    }

    /** Exactly one of a client's display channels says that it froze the cache. */
    private static boolean isFirst(DisplayChannelClient client) {
        return siblings(client.session()).allMatch(each -> id(each) >= id(client));
    }

    private static Stream<DisplayChannelClient> siblings(Session session) {
        return session.channels().stream()
                .filter(DisplayChannelClient.class::isInstance)
                .map(DisplayChannelClient.class::cast);
    }

    private static int id(DisplayChannelClient client) {
        return client.peer().channel().id();
    }
}
