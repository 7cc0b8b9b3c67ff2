package dev.caraway.it.link;

import dev.caraway.it.client.ClientChannel;
import dev.caraway.it.harness.DrawingGuest;
import dev.caraway.it.harness.TestServer;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.main.MigrateDstDoSeamless;
import dev.caraway.protocol.main.MigrateDstSeamlessAck;
import dev.caraway.protocol.main.MigrateDstSeamlessNack;
import dev.caraway.server.MigrationAddress;
import dev.caraway.server.UnsignedMigration;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client comes from another host, and asks whether it may bring along what it has. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class UnsignedMigrationTest {

    private static final int SESSION_ELSEWHERE = 7;
    private static final long SEAMLESS_VERSION = 1;

    @Test
    void clientOfAServerWithoutStreamIsWelcome() throws IOException, GeneralSecurityException {
        try (TestServer server = armed(UnsignedMigration.SANITIZE)) {
            assertAnswered(server, MigrateDstSeamlessAck.class);
        }
    }

    @Test
    void clientOfAServerWithoutStreamIsDeclinedWhereThatIsRefused() throws IOException, GeneralSecurityException {
        try (TestServer server = armed(UnsignedMigration.REFUSE)) {
            assertAnswered(server, MigrateDstSeamlessNack.class);
        }
    }

    @Test
    void clientThatAStreamWillSpeakOfIsWelcomeAllTheSame() throws IOException, GeneralSecurityException {
        try (TestServer server = armed(UnsignedMigration.REFUSE)) {
            TestServer.await(server.server().migration().listen(new MigrationAddress.Tcp("127.0.0.1", 0)));
            assertAnswered(server, MigrateDstSeamlessAck.class);
        }
    }

    private static TestServer armed(UnsignedMigration how) throws IOException {
        return TestServer.with(
                new DrawingGuest(8, 8),
                options -> options.disableTicketing().awaitGuest().unsignedMigration(how));
    }

    private static void assertAnswered(TestServer server, Class<? extends ServerMessage> answer)
            throws IOException, GeneralSecurityException {
        try (ClientChannel main = server.client().arrive(SESSION_ELSEWHERE)) {
            main.send(new MigrateDstDoSeamless(SEAMLESS_VERSION));
            main.await(answer);
        }
    }
}
