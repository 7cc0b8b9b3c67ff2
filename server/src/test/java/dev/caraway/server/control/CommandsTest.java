package dev.caraway.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.image.ImageType;
import dev.caraway.server.ConnectedClients;
import dev.caraway.server.InputEvent;
import dev.caraway.server.ServerStats;
import dev.caraway.server.event.ClientChannel;
import dev.caraway.server.event.Counter;
import dev.caraway.server.event.Endpoint;
import dev.caraway.server.event.ImageCount;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {

    @Test
    void queryCommandsTellsExactlyWhatThereIs() {
        String names =
                FakeClient.negotiated().ask("{'execute':'query-commands'}").get(0);
        assertThat(names)
                .isEqualTo("{\"return\": ["
                        + String.join(
                                ", ",
                                List.of(
                                                "qmp_capabilities",
                                                "query-version",
                                                "query-commands",
                                                "query-qmp-schema",
                                                "query-name",
                                                "query-uuid",
                                                "query-status",
                                                "query-spice",
                                                "__dev.caraway_query-stats",
                                                "set_password",
                                                "expire_password",
                                                "stop",
                                                "cont",
                                                "client_migrate_info",
                                                "migrate",
                                                "migrate-incoming",
                                                "migrate_cancel",
                                                "migrate-continue",
                                                "migrate-set-capabilities",
                                                "query-migrate-capabilities",
                                                "migrate-set-parameters",
                                                "query-migrate-parameters",
                                                "query-migrate",
                                                "system_reset",
                                                "system_powerdown",
                                                "send-key",
                                                "input-send-event",
                                                "screendump",
                                                "quit")
                                        .stream()
                                        .map(name -> "{\"name\": \"" + name + "\"}")
                                        .toList())
                        + "]}");
        assertThat(Commands.all())
                .allSatisfy(
                        command -> assertThat(Commands.named(command.name())).contains(command));
    }

    @Test
    void everyCommandRefusesAnArgumentThatItDoesNotDeclare() {
        FakeClient client = FakeClient.negotiated();
        for (Command command : Commands.all()) {
            if (command.arguments().members().stream().noneMatch(Argument::required)) {
                assertThat(client.ask("{'execute':'" + command.name() + "','arguments':{'zz':1}}"))
                        .as(command.name())
                        .containsExactly("{\"error\": {\"class\": \"GenericError\", "
                                + "\"desc\": \"Parameter 'zz' is unexpected\"}}");
            }
        }
    }

    @Test
    void nothingIsDoneWhenAnArgumentIsWrong() {
        FakeClient client = FakeClient.negotiated();
        client.ask("{'execute':'set_password','arguments':{'protocol':'spice','password':'other','zz':1}}");
        client.ask("{'execute':'set_password','arguments':{'protocol':'vnc','password':'other'}}");
        assertThat(client.server.password).isEqualTo("first");
    }

    @Test
    void setPasswordTellsWhatHappensToConnectedClients() {
        FakeClient client = FakeClient.negotiated();
        client.ask("{'execute':'set_password','arguments':"
                + "{'protocol':'spice','password':'s3cret','connected':'disconnect'}}");
        assertThat(client.server.password).isEqualTo("s3cret");
        assertThat(client.server.connected).isEqualTo(ConnectedClients.DISCONNECT);
    }

    @Test
    void withoutTicketingThePasswordCannotBeSet() {
        FakeClient client = FakeClient.negotiated();
        client.server.ticketing = false;
        assertThat(client.ask("{'execute':'set_password','arguments':{'protocol':'spice','password':'x'}}"))
                .containsExactly("{\"error\": {\"class\": \"GenericError\", \"desc\": \"Could not set password\"}}");
    }

    @Test
    void querySpiceNamesEachChannelByItsClientsEndWithASignedSession() {
        FakeClient client = FakeClient.negotiated();
        client.server.channels = List.of(new ClientChannel(
                FakeServer.PLAIN,
                new Endpoint(Endpoint.Family.IPV6, "::1", OptionalInt.of(39842)),
                0x8ced_a2f1,
                new ChannelId(ChannelType.CURSOR, 2),
                true));
        assertThat(client.ask("{'execute':'query-spice'}"))
                .containsExactly("{\"return\": {\"migrated\": false, \"enabled\": true, \"auth\": \"spice\", "
                        + "\"port\": 5977, \"compiled-version\": \"0.1.2\", \"host\": \"127.0.0.1\", \"channels\": "
                        + "[{\"port\": \"39842\", \"family\": \"ipv6\", \"host\": \"::1\", \"channel-type\": 4, "
                        + "\"connection-id\": -1930583311, \"channel-id\": 2, \"tls\": true}], "
                        + "\"mouse-mode\": \"server\"}}");
    }

    @Test
    void querySpiceSaysAnyHostWithAStarAndAUnixSocketByItsPath() {
        FakeClient client = FakeClient.negotiated();
        client.server.plain = Optional.of(new Endpoint(Endpoint.Family.IPV6, "::", OptionalInt.of(1)));
        assertThat(client.ask("{'execute':'query-spice'}").get(0)).contains("\"host\": \"*\"");
        client.server.plain = Optional.of(new Endpoint(Endpoint.Family.UNIX, "/run/s.sock", OptionalInt.empty()));
        assertThat(client.ask("{'execute':'query-spice'}").get(0))
                .contains("\"host\": \"/run/s.sock\"")
                .doesNotContain("\"port\"");
    }

    @Test
    void aNamelessGuestHasNoNameMember() {
        FakeClient client = FakeClient.negotiated();
        client.server.name = "";
        assertThat(client.ask("{'execute':'query-name'}")).containsExactly("{\"return\": {}}");
    }

    @Test
    void screendumpWritesPpmUnlessAskedForPng(@TempDir Path directory) throws IOException {
        FakeClient client = FakeClient.negotiated();
        Path ppm = directory.resolve("a.ppm");
        Path png = directory.resolve("a.png");
        assertThat(client.ask("{'execute':'screendump','arguments':{'filename':'" + ppm + "'}}"))
                .containsExactly("{\"return\": {}}");
        assertThat(client.ask("{'execute':'screendump','arguments':{'filename':'" + png + "','format':'png'}}"))
                .containsExactly("{\"return\": {}}");
        assertThat(Files.readAllBytes(ppm)).isEqualTo(new byte[] {
            'P', '6', '\n', '2', ' ', '1', '\n', '2', '5', '5', '\n', 0x30, 0x20, 0x10, 0x40, (byte) 0x80, -1
        });
        BufferedImage image = ImageIO.read(png.toFile());
        assertThat(image.getWidth()).isEqualTo(2);
        assertThat(image.getRGB(0, 0)).isEqualTo(0xff302010);
        assertThat(image.getRGB(1, 0)).isEqualTo(0xff4080ff);
    }

    @Test
    void inputGoesToADisplayByItsName() {
        FakeClient client = FakeClient.negotiated();
        client.ask("{'execute':'cont'}");
        String start = "{'execute':'input-send-event','arguments':{'events':"
                + "[{'type':'btn','data':{'button':'left','down':true}}],";
        assertThat(client.ask(start + "'device':'display-0'}}")).containsExactly("{\"return\": {}}");
        assertThat(client.ask(start + "'device':'display-0','head':0}}")).containsExactly("{\"return\": {}}");
        assertThat(client.server.inputs).hasSize(2);
        assertThat(client.ask(start + "'device':'display-1'}}"))
                .containsExactly("{\"error\": {\"class\": \"DeviceNotFound\", "
                        + "\"desc\": \"Device 'display-1' not found\"}}");
        assertThat(client.ask(start + "'device':'display-0','head':3}}"))
                .containsExactly("{\"error\": {\"class\": \"GenericError\", "
                        + "\"desc\": \"Device display-0 (head 3) is not bound to a QemuConsole\"}}");
        assertThat(client.server.inputs).hasSize(2);
    }

    @Test
    void screendumpTakesADisplayByItsName(@TempDir Path directory) {
        FakeClient client = FakeClient.negotiated();
        Path file = directory.resolve("a.ppm");
        String start = "{'execute':'screendump','arguments':{'filename':'" + file + "',";
        assertThat(client.ask(start + "'device':'display-0'}}")).containsExactly("{\"return\": {}}");
        assertThat(client.ask(start + "'device':'display-0','head':0}}")).containsExactly("{\"return\": {}}");
        assertThat(client.ask(start + "'device':'display-1'}}"))
                .containsExactly("{\"error\": {\"class\": \"DeviceNotFound\", "
                        + "\"desc\": \"Device 'display-1' not found\"}}");
        assertThat(client.ask(start + "'device':'vga'}}"))
                .containsExactly(
                        "{\"error\": {\"class\": \"DeviceNotFound\", " + "\"desc\": \"Device 'vga' not found\"}}");
        assertThat(client.ask(start + "'device':'display-0','head':1}}"))
                .containsExactly("{\"error\": {\"class\": \"GenericError\", "
                        + "\"desc\": \"Device display-0 (head 1) is not bound to a QemuConsole\"}}");
    }

    @Test
    void screendumpWithoutASurfaceFailsAndMakesNoFile(@TempDir Path directory) {
        FakeClient client = FakeClient.negotiated();
        client.server.picture = Optional.empty();
        Path file = directory.resolve("a");
        assertThat(client.ask("{'execute':'screendump','arguments':{'filename':'" + file + "'}}"))
                .containsExactly("{\"error\": {\"class\": \"GenericError\", \"desc\": \"no surface\"}}");
        assertThat(file).doesNotExist();
    }

    @Test
    void aFileNameThatNoFileCanHaveIsRefused() {
        assertThat(FakeClient.negotiated().ask("{'execute':'screendump','arguments':{'filename':'a\\u0000b'}}"))
                .containsExactly("{\"error\": {\"class\": \"GenericError\", "
                        + "\"desc\": \"failed to open file 'a\\u0000b': Invalid argument\"}}");
    }

    @Test
    void sendKeyTypesNamesAndNumbersAndLeavesOutKeysThatDoNothing() {
        FakeClient client = FakeClient.negotiated();
        client.ask("{'execute':'send-key','arguments':{'hold-time':7,'keys':[{'type':'qcode','data':'ctrl'},"
                + "{'type':'qcode','data':'menu'},{'type':'number','data':184},{'type':'number','data':9999}]}}");
        assertThat(client.server.typed).containsExactly("[29, 312] held for 7");
    }

    @Test
    void inputEventsReachTheServerInOneGoAndInOrder() {
        FakeClient client = FakeClient.negotiated();
        client.ask("{'execute':'cont'}");
        assertThat(client.ask("{'execute':'input-send-event','arguments':{'head':3,'events':["
                        + "{'type':'rel','data':{'axis':'y','value':-99999999999}},"
                        + "{'type':'btn','data':{'button':'wheel-down','down':true}},"
                        + "{'type':'btn','data':{'button':'wheel-right','down':true}},"
                        + "{'type':'key','data':{'down':false,'key':{'type':'qcode','data':'left'}}}]}}"))
                .containsExactly("{\"return\": {}}");
        assertThat(client.server.inputs)
                .containsExactly(
                        new InputEvent.Move(InputEvent.Axis.Y, Integer.MIN_VALUE),
                        new InputEvent.Button(5, true),
                        new InputEvent.Key(0x14b, false));
    }

    @Test
    void statsNameEveryCounterByItsLabelWhereItWasCounted() {
        FakeClient client = FakeClient.negotiated();
        ClientChannel channel =
                new ClientChannel(FakeServer.PLAIN, FakeServer.PLAIN, -7, new ChannelId(ChannelType.DISPLAY, 0), false);
        client.server.stats = new ServerStats(
                Map.of(Counter.SURFACES, 2L),
                List.of(new ServerStats.Client(
                        -7,
                        Map.of(Counter.ENCODE_TIME, 1_500L),
                        List.of(new ServerStats.Channel(
                                channel,
                                Map.of(Counter.BYTES_SENT, 1L << 40, Counter.MESSAGES_SENT, 3L),
                                List.of(new ImageCount(ImageType.LZ_RGB, 1, 200, 34)))))));
        assertThat(client.ask("{'execute':'__dev.caraway_query-stats'}"))
                .containsExactly(
                        "{\"return\": {\"surfaces\": 2, \"clients\": [{\"connection-id\": -7, \"encode-us\": 1500, "
                                + "\"channels\": [{\"channel-type\": 2, \"channel-id\": 0, \"messages-sent\": 3, "
                                + "\"bytes-sent\": 1099511627776, \"images\": [{\"type\": \"lz-rgb\", \"images\": 1, "
                                + "\"pixels\": 200, \"bytes\": 34}]}]}]}}");
    }

    @Test
    void everyCounterHasALabelOfItsOwnAndASentence() {
        assertThat(Counter.values()).extracting(Counter::label).doesNotHaveDuplicates();
        assertThat(Counter.values())
                .allSatisfy(counter -> assertThat(counter.sentence()).hasSizeGreaterThan(10));
    }
}
