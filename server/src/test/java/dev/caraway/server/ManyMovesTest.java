package dev.caraway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.inputs.KeyDown;
import dev.caraway.protocol.inputs.KeyUp;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A guest that never stays for long (G14): {@code ./soak} runs this. */
@Tag("soak")
class ManyMovesTest {

    private static final int MOVES = 10_000;

    private static final int KEY = 0x1e;

    @Test
    void clientFollowsTenThousandTimesAndNothingPilesUp() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        hosts.here().guest().stamp(0, 0, 0, 3);
        hosts.settle();
        TestHost from = hosts.here();
        TestHost to = hosts.there();
        int largest = 0;
        for (int move = 1; move <= MOVES; move++) {
            int heard = client.heard(FollowingClient.DISPLAY).size();
            client.say(FollowingClient.INPUTS, new KeyDown(KEY));
            hosts.move(from, to);
            client.say(FollowingClient.INPUTS, new KeyUp(KEY | 0x80));
            to.guest().fill(Rect.ofSize(0, 0, 64, 8), move);
            to.guest().stamp(0, 8 * (move % 7), 0, 3);
            hosts.assertShows(client, to);

            assertThat(client.isWhollyAt(to)).as("after %d moves", move).isTrue();
            assertThat(to.guest().typed()).as("after %d moves", move).endsWith("key 1e up");
            int told = client.heard(FollowingClient.DISPLAY).size() - heard;
            largest = Math.max(largest, told);
            hosts.end(from);
            from = to;
            to = hosts.another();
        }

        assertThat(client.logins()).isEqualTo(1);
        assertThat(client.screen().cacheHits()).as("one picture, sent once").isEqualTo(MOVES);
        assertThat(largest).as("messages of one move").isLessThan(20);
    }
}
