package dev.caraway.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.server.GuestStatus;
import dev.caraway.server.MigrationAddress;
import dev.caraway.server.event.ClientMove;
import dev.caraway.server.event.MigrationStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands ask of the server, beyond what {@link QemuDialogueTest} compares. */
class MigrationCommandsTest {

    private static final String TIMESTAMP =
            "{\"timestamp\": {\"seconds\": 1700000000, \"microseconds\": 123456}, \"event\": ";
    private static final String DONE = "{\"return\": {}}";

    private final FakeClient client = FakeClient.negotiated();
    private final ScriptedMigration migration = client.server.migration;

    @Test
    void clientsAreToldWhereToGoAndPortsThatAreNoneAreLeftOut() {
        client.ask("{'execute':'client_migrate_info','arguments':{'protocol':'spice','hostname':'pvespiceproxy:6%',"
                + "'port':0,'tls-port':61000,'cert-subject':'OU=a,CN=b'}}");
        client.ask("{'execute':'client_migrate_info','arguments':{'protocol':'spice','hostname':'::1',"
                + "'port':5930,'tls-port':-1,'cert-subject':''}}");
        assertThat(migration.asked)
                .containsExactly(
                        "announce MigrationDestination[host=pvespiceproxy:6%, port=OptionalInt.empty, "
                                + "tlsPort=OptionalInt[61000], certificateSubject=Optional[OU=a,CN=b]]",
                        "announce MigrationDestination[host=::1, port=OptionalInt[5930], "
                                + "tlsPort=OptionalInt.empty, certificateSubject=Optional.empty]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tcp:127.0.0.1:4444  | Tcp[host=127.0.0.1, port=4444]
            tcp:[::1]:65535     | Tcp[host=::1, port=65535]
            tcp:host.example:0  | Tcp[host=host.example, port=0]
            discard:            | Discard[]
            """)
    void migrateGoesWhereItIsTold(String uri, String address) {
        assertThat(ask("migrate", "'uri':'" + uri + "'")).containsExactly(DONE);
        assertThat(migration.asked).containsExactly("start " + address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "discard:x",
                "discard",
                "tcp",
                "tcp:::1:4444",
                "tcp:[::1]4444",
                "tcp:[]",
                "tcp:a:1,to=3",
                "tcp:a:1 ",
                "tcp:a:+1",
                "tcp:a:65536",
                "tcp:a:99999999999",
                "fd:migrate",
                "exec:true",
                "unix:/a",
                " tcp:a:1"
            })
    void whatIsNoAddressIsRefusedInOneLine(String uri) {
        assertThatThrownBy(() -> MigrationUri.parse(uri, "refused"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("refused|error parsing .*|address resolution failed .*");
    }

    @Test
    void disksThatAreNotThereCannotBeMoved() {
        assertThat(ask("migrate", "'uri':'tcp:a:1','blk':true"))
                .containsExactly(error("Capability 'block' is not supported"));
        assertThat(ask("migrate", "'uri':'tcp:a:1','inc':true"))
                .containsExactly(error("Capability 'block' is not supported"));
        assertThat(migration.asked).isEmpty();
    }

    @Test
    void migrateTellsWhyTheServerCannotMoveItsGuest() {
        migration.isSettled = true;
        assertThat(ask("migrate", "'uri':'tcp:a:1'")).containsExactly(error("migration: expected none under way"));
    }

    @Test
    void migrateIncomingTellsWhyItCannotListenAndMayBeTriedAgain() {
        client.server.status = GuestStatus.INMIGRATE;
        assertThat(ask("migrate-incoming", "'uri':'tcp:taken:1'"))
                .containsExactly(error("cannot listen on taken: address already in use"));
        assertThat(ask("query-migrate", "")).containsExactly(DONE);
        assertThat(ask("migrate-incoming", "'uri':'tcp:[::1]:0'")).containsExactly(DONE);
        assertThat(migration.asked).containsExactly("listen " + new MigrationAddress.Tcp("::1", 0));
        assertThat(ask("query-migrate", ""))
                .as("with the port that was free")
                .containsExactly("{\"return\": {\"socket-address\": [{\"port\": \"" + ScriptedMigration.FREE_PORT
                        + "\", \"ipv6\": true, \"host\": \"::1\", \"type\": \"inet\"}]}}");
    }

    @Test
    void streamHasTlsWithTheServersOwnCredentials() {
        ask("migrate-set-parameters", "'tls-creds':'spice','tls-hostname':'beta.example'");
        ask("migrate", "'uri':'tcp:10.0.0.2:7'");
        assertThat(migration.asked).containsExactly("start " + new MigrationAddress.Tls("10.0.0.2", 7, "beta.example"));
    }

    @Test
    void otherHostsCertificateNamesItsAddressUnlessSaidOtherwise() {
        client.server.status = GuestStatus.INMIGRATE;
        ask("migrate-set-parameters", "'tls-creds':'spice'");
        assertThat(ask("migrate-incoming", "'uri':'tcp:[::1]:0'")).containsExactly(DONE);
        assertThat(migration.asked).containsExactly("listen " + new MigrationAddress.Tls("::1", 0, "::1"));
    }

    @Test
    void whoeverAsksForSecrecyThatIsNotHereGetsAnErrorAndNoMove() {
        ask("migrate-set-parameters", "'tls-creds':'tls0'");
        assertThat(ask("migrate", "'uri':'tcp:a:1'"))
                .containsExactly(error("No TLS credentials with id 'tls0', expected 'spice' for those of --spice"));
        ask("migrate-set-parameters", "'tls-creds':'spice','tls-authz':'admins'");
        assertThat(ask("migrate", "'uri':'tcp:a:1'"))
                .containsExactly(error("No authorization object with id 'admins'"));
        assertThat(migration.asked).isEmpty();
        ask("migrate-set-parameters", "'tls-creds':'','tls-authz':''");
        assertThat(ask("migrate", "'uri':'tcp:a:1'")).containsExactly(DONE);
    }

    @Test
    void aFailedArrivalIsToldWithItsReason() {
        migration.isIncoming = true;
        migration.fail("the source has closed the migrate stream");
        assertThat(ask("query-migrate", ""))
                .containsExactly("{\"return\": {\"status\": \"failed\", "
                        + "\"error-desc\": \"the source has closed the migrate stream\"}}");
    }

    @Test
    void aMoveThatIsMeasuredIsToldAsRam() {
        ask("migrate", "'uri':'tcp:a:1'");
        assertThat(ask("query-migrate", ""))
                .as("before the other host has answered")
                .containsExactly("{\"return\": {\"status\": \"setup\"}}");
        migration.pass();
        migration.reach(MigrationStatus.ACTIVE);
        assertThat(ask("query-migrate", "").get(0))
                .contains("\"status\": \"active\"", "\"expected-downtime\": 300", "\"total-time\": 507")
                .contains("\"mbps\": 2,", "\"transferred\": 147468", "\"total\": 67108864", "\"dirty-sync-count\": 1")
                .doesNotContain("\"downtime\":");
    }

    @Test
    void onlyLimitsThatWereSaidReachTheServerAndNoneIsTooLarge() {
        ask("migrate-set-parameters", "'compress-level':3");
        ask("migrate-set-parameters", "'max-bandwidth':-1,'downtime-limit':0");
        ask("migrate-set-parameters", "'downtime-limit':2000001,'max-bandwidth':1");
        assertThat(migration.asked).containsExactlyInAnyOrder("bandwidth " + Long.MAX_VALUE, "downtime 0");
    }

    @Test
    void capabilitiesAreSetTogetherOrNotAtAll() {
        String wrong = "'capabilities':[{'capability':'pause-before-switchover','state':true},"
                + "{'capability':'multifd','state':true}]";
        assertThat(ask("migrate-set-capabilities", wrong))
                .containsExactly(error("Capability 'multifd' is not supported"));
        assertThat(migration.asked).isEmpty();
        ask("migrate-set-capabilities", wrong.replace("multifd", "return-path"));
        assertThat(migration.asked).containsExactly("pause before switchover true");
        ask("migrate-set-capabilities", "'capabilities':[{'capability':'pause-before-switchover','state':false}]");
        assertThat(migration.asked).last().isEqualTo("pause before switchover false");
    }

    @Test
    void continueLetsOnlyAWaitingGuestGo() {
        ask("migrate", "'uri':'tcp:a:1'");
        assertThat(ask("migrate-continue", "'state':'setup'")).containsExactly(DONE);
        assertThat(migration.asked).doesNotContain("proceed");
        migration.reach(MigrationStatus.PRE_SWITCHOVER);
        assertThat(ask("migrate-continue", "'state':'pre-switchover'")).containsExactly(DONE);
        assertThat(migration.asked).last().isEqualTo("proceed");
    }

    @Test
    void progressIsToldOnlyToThoseWhoHaveAskedAndTheRestToEverybody() {
        migration.reach(MigrationStatus.ACTIVE);
        migration.pass();
        assertThat(client.lines()).isEmpty();
        migration.migrateClients();
        migration.moveClient(-7, ClientMove.LINKED, "");
        migration.moveClient(-7, ClientMove.HANDED_OVER, "");
        migration.moveClient(9, ClientMove.REFUSED, "wrong ticket");
        String moved = TIMESTAMP + "\"__dev.caraway_SPICE_MIGRATE_CLIENT\", \"data\": {\"connection-id\": ";
        assertThat(client.lines())
                .containsExactly(
                        TIMESTAMP + "\"SPICE_MIGRATE_COMPLETED\"}",
                        moved + "-7, \"status\": \"linked\"}}",
                        moved + "-7, \"status\": \"handed-over\"}}",
                        moved + "9, \"status\": \"refused\", \"reason\": \"wrong ticket\"}}");
        migration.reach(MigrationStatus.COMPLETED);
        ask("migrate-set-capabilities", "'capabilities':[{'capability':'events','state':true}]");
        migration.pass();
        migration.reach(MigrationStatus.FAILED);
        assertThat(client.lines())
                .containsExactly(
                        TIMESTAMP + "\"MIGRATION_PASS\", \"data\": {\"pass\": 2}}",
                        TIMESTAMP + "\"MIGRATION\", \"data\": {\"status\": \"failed\"}}");
    }

    @Test
    void whatOneSocketHasSetCountsForTheOthersAndOutlivesIt() {
        FakeClient other = new FakeClient(client);
        other.negotiate();
        ask("migrate-set-capabilities", "'capabilities':[{'capability':'events','state':true}]");
        ask("migrate-set-parameters", "'downtime-limit':77");
        client.hangUp();
        migration.reach(MigrationStatus.ACTIVE);
        assertThat(other.lines()).hasSize(1).first().asString().contains("\"MIGRATION\"");
        assertThat(other.ask("{'execute':'query-migrate-parameters'}").get(0)).contains("\"downtime-limit\": 77");
    }

    private List<String> ask(String command, String arguments) {
        return client.ask("{'execute':'" + command + "','arguments':{" + arguments + "}}");
    }

    private static String error(String description) {
        return "{\"error\": {\"class\": \"GenericError\", \"desc\": \"" + description + "\"}}";
    }
}
