package dev.caraway.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.server.GuestStatus;
import dev.caraway.server.event.ServerEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class QmpSessionTest {

    private static final String QUERY = "{\"execute\":\"query-name\"}";
    private static final String NAME = "{\"return\": {\"name\": \"probe\"}}";

    @Test
    void greetingComesOnceAndOffersNoCapability() {
        FakeClient client = new FakeClient();
        assertThat(client.lines())
                .containsExactly("{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 2, \"minor\": 1, \"major\": 0}, "
                        + "\"package\": \"caraway\"}, \"capabilities\": []}}");
    }

    @Test
    void messagesMayBeCutAnywhere() {
        FakeClient client = FakeClient.negotiated();
        String message = "{'execute' : \"query-name\", 'id': \"} \\\" ü 😀 {\"}";
        for (byte b : message.substring(0, message.length() - 1).getBytes(StandardCharsets.UTF_8)) {
            assertThat(client.ask(new byte[] {b})).isEmpty();
        }
        assertThat(client.ask("}"))
                .containsExactly("{\"return\": {\"name\": \"probe\"}, \"id\": \"} \\\" \\u00FC \\uD83D\\uDE00 {\"}");
    }

    @Test
    void pipelinedCommandsAreAnsweredInOrderThoughEachTakesALaterTurn() {
        FakeClient client = FakeClient.negotiated();
        assertThat(client.ask("{\"execute\":\"query-status\",\"id\":1}{\"execute\":\"query-name\",\"id\":2}\n"
                        + "{\"execute\":\"cont\",\"id\":3}\r\n{\"execute\":\"query-status\",\"id\":4}"))
                .extracting(line -> line.replaceAll(".*\"id\": ([0-9]).*", "$1").replaceAll(".*RESUME.*", "RESUME"))
                .containsExactly("1", "2", "RESUME", "3", "4");
    }

    @Test
    void theNextCommandStartsOnlyWhenTheOneBeforeHasBeenAnswered() {
        FakeClient client = FakeClient.negotiated();
        client.send("{\"execute\":\"query-status\"}" + QUERY);
        assertThat(client.lines()).isEmpty();
        client.loop.runAll();
        assertThat(client.lines()).hasSize(2);
    }

    @Test
    void anIdOfAnyTypeGoesBackAsItCame() {
        FakeClient client = FakeClient.negotiated();
        for (String id : List.of(
                "null",
                "true",
                "-0",
                "2.50",
                "1E+3",
                "18446744073709551615",
                "\"\"",
                "[]",
                "{}",
                "[{\"b\": [1, {\"a\": null}]}]")) {
            assertThat(client.ask("{\"id\":" + id + ",\"execute\":\"query-name\"}"))
                    .containsExactly("{\"return\": {\"name\": \"probe\"}, \"id\": " + id + "}");
            assertThat(client.ask("{\"id\":" + id + "}"))
                    .containsExactly(
                            "{\"id\": " + id
                                    + ", \"error\": {\"class\": \"GenericError\", \"desc\": \"QMP input lacks member 'execute'\"}}");
        }
    }

    @Test
    void aMessageOfTheLargestSizeIsTakenAndOneByteMoreClosesTheConnection() {
        FakeClient client = FakeClient.negotiated();
        String frame = "{\"execute\":\"query-name\",\"id\":\"\"}";
        String padding = "x".repeat(MessageFramer.MAX_MESSAGE_BYTES - frame.length());
        assertThat(client.ask(frame.replace("\"\"", "\"" + padding + "\""))).hasSize(1);
        assertThat(client.closed).isFalse();

        assertThat(client.ask(frame.replace("\"\"", "\"x" + padding + "\"") + QUERY))
                .containsExactly("{\"error\": {\"class\": \"GenericError\", "
                        + "\"desc\": \"JSON token size limit exceeded\"}}");
        assertThat(client.closed).isTrue();
        assertThat(client.ask(QUERY)).isEmpty();
    }

    @Test
    void whatIsNestedTooDeepIsSkippedToItsEndAndTheNextCommandWorks() {
        FakeClient client = FakeClient.negotiated();
        String tooDeep =
                "{\"execute\":\"query-name\",\"id\":" + "[".repeat(1100) + "\"]\\\"]\"" + "]".repeat(1100) + "}";
        assertThat(client.ask(tooDeep + QUERY))
                .containsExactly(
                        "{\"error\": {\"class\": \"GenericError\", \"desc\": \"JSON nesting depth limit exceeded\"}}",
                        NAME);
    }

    @Test
    void aMillionBracketsCloseTheConnectionAndNoStackOverflows() {
        FakeClient client = FakeClient.negotiated();
        assertThat(client.ask("[".repeat(1_000_000))).hasSize(2);
        assertThat(client.closed).isTrue();
    }

    @Test
    void aControlCharacterEndsWhateverHadBegun() {
        FakeClient client = FakeClient.negotiated();
        assertThat(client.ask(concat("{\"execute\":\"query-na", 0xff, QUERY))).endsWith(NAME);
        assertThat(client.ask(concat("[".repeat(40), 0xff, QUERY))).endsWith(NAME);
        assertThat(client.ask(concat("{\"a\": [", 0x01, "\n" + QUERY))).endsWith(NAME);
    }

    @Test
    void whatIsNoUtf8IsRefusedAndTheNextCommandWorks() {
        FakeClient client = FakeClient.negotiated();
        for (int bad : new int[] {0xc3, 0xe2, 0x80, 0xf5, 0xfd}) {
            assertThat(client.ask(concat("{\"execute\":\"query-name\",\"id\":\"", bad, "\"}" + QUERY)))
                    .containsExactly(
                            "{\"error\": {\"class\": \"GenericError\", "
                                    + "\"desc\": \"JSON parse error, invalid UTF-8 sequence in string\"}}",
                            NAME);
        }
    }

    @Test
    void halfASurrogatePairIsRefusedAlsoInANameOrASecret() {
        FakeClient client = FakeClient.negotiated();
        for (String message : List.of(
                "{\"execute\":\"query-name\",\"id\":\"\\udc00\"}",
                "{\"execute\":\"query-name\",\"id\":{\"\\ud800x\":1}}",
                "{\"execute\":\"query-name\",\"id\":{\"password\":\"\\ud83d\"}}")) {
            assertThat(client.ask(message + QUERY))
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("JSON parse error");
        }
    }

    @Test
    void aMessageThatIsNotFinishedInTimeClosesTheConnectionHoweverItTrickles() {
        FakeClient client = FakeClient.negotiated();
        client.ask("{\"execute\":");
        client.loop.advance(QmpSession.MESSAGE_TIMEOUT_MILLIS - 1);
        client.ask(" ");
        assertThat(client.closed).isFalse();
        client.loop.advance(1);
        assertThat(client.closed).isTrue();
    }

    @Test
    void anIdleClientBetweenMessagesMayStayForEver() {
        FakeClient client = FakeClient.negotiated();
        client.ask("\r\n" + QUERY + "\r\n");
        assertThat(client.loop.timers()).isZero();
        client.loop.advance(100 * QmpSession.MESSAGE_TIMEOUT_MILLIS);
        assertThat(client.ask(QUERY)).containsExactly(NAME);
    }

    @Test
    void theTimeForAMessageBeginsAnewWithEachMessage() {
        FakeClient client = FakeClient.negotiated();
        client.ask("{\"execute\":");
        client.loop.advance(QmpSession.MESSAGE_TIMEOUT_MILLIS - 1);
        client.ask("\"query-name\"}{\"execute\":");
        client.loop.advance(QmpSession.MESSAGE_TIMEOUT_MILLIS - 1);
        assertThat(client.closed).isFalse();
        client.loop.advance(1);
        assertThat(client.closed).isTrue();
    }

    @Test
    void tenThousandPipelinedCommandsAreAnsweredWithReadingPausedMeanwhile() {
        FakeClient client = FakeClient.negotiated();
        client.send(QUERY.repeat(10_000));
        assertThat(client.readingChanges).containsExactly(false);
        assertThat(client.lines()).as("answers in the first turn").hasSizeLessThanOrEqualTo(32);
        client.loop.runAll();
        assertThat(client.lines()).hasSizeGreaterThanOrEqualTo(10_000 - 32);
        assertThat(client.readingChanges).containsExactly(false, true);
    }

    @Test
    void noCommandStartsForAClientThatDoesNotReadItsAnswers() {
        FakeClient client = FakeClient.negotiated();
        client.stuckBytes = QmpSession.MAX_BACKLOG_BYTES + 1;
        assertThat(client.ask(QUERY.repeat(100))).isEmpty();
        assertThat(client.readingChanges).containsExactly(false);
        client.stuckBytes = 0;
        client.writable();
        client.loop.runAll();
        assertThat(client.lines()).hasSize(100);
        assertThat(client.readingChanges).containsExactly(false, true);
    }

    @Test
    void anEventBeyondTheBacklogClosesTheConnectionAndNoOther() {
        FakeClient client = FakeClient.negotiated();
        FakeClient other = new FakeClient(client);
        other.negotiate();
        client.stuckBytes = QmpSession.MAX_BACKLOG_BYTES;
        client.server.emit(new ServerEvent.Paused());
        assertThat(client.lines()).hasSize(1);
        client.stuckBytes = QmpSession.MAX_BACKLOG_BYTES + 1;
        client.server.emit(new ServerEvent.Resumed());
        assertThat(client.lines()).isEmpty();
        assertThat(client.closed).isTrue();
        assertThat(other.lines()).hasSize(2);
        assertThat(other.closed).isFalse();
    }

    @Test
    void aBrowserIsClosedBeforeItsBodyIsLookedAt() {
        for (String request : List.of(
                "POST / HTTP/1.1\r\n\r\n{\"execute\":\"qmp_capabilities\"}",
                "get /?{\"execute\":\"quit\"} HTTP/1.1\r\n",
                "\r\nHost: localhost:4444\r\n\r\n")) {
            FakeClient client = new FakeClient();
            assertThat(client.ask(request)).isEmpty();
            assertThat(client.closed).isTrue();
        }
        FakeClient cut = new FakeClient();
        cut.ask("OPT");
        assertThat(cut.closed).isFalse();
        cut.ask("IONS * HTTP/1.1\r\n");
        assertThat(cut.closed).isTrue();
    }

    @Test
    void afterNegotiationTextThatLooksLikeHttpIsOrdinaryGarbage() {
        FakeClient client = FakeClient.negotiated();
        assertThat(client.ask("POST / HTTP/1.1\r\n" + QUERY)).endsWith(NAME).hasSizeGreaterThan(1);
        assertThat(client.closed).isFalse();
    }

    @Test
    void whatAGoneClientHadAskedForAndHadNotStartedIsForgotten() {
        FakeClient client = FakeClient.negotiated();
        client.send("{\"execute\":\"query-status\"}{\"execute\":\"cont\"}");
        client.hangUp();
        client.loop.runAll();
        assertThat(client.server.status).isEqualTo(GuestStatus.PRELAUNCH);
        assertThat(client.lines()).isEmpty();
    }

    @Test
    void aSecretIsOverwrittenInTheInputAsSoonAsItIsRead() {
        FakeClient client = FakeClient.negotiated();
        byte[] input = "{\"execute\":\"set_password\",\"arguments\":{\"protocol\":\"spice\",\"password\":\"canary\"}}"
                .getBytes(StandardCharsets.UTF_8);
        client.session().onBytes(input);
        assertThat(input).containsOnly(0);
        client.loop.runAll();
        assertThat(client.server.password).isEqualTo("canary");
    }

    @Test
    void noAnswerEverHoldsAPassword() {
        FakeClient client = FakeClient.negotiated();
        client.server.ticketing = false;
        for (String message : List.of(
                "{'execute':'set_password','arguments':{'protocol':'spice','password':'canary'}}",
                "{'execute':'set_password','arguments':{'password':'canary'}}",
                "{'execute':'set_password','arguments':{'protocol':'spice','password':'canary','x':1}}",
                "{'execute':'set_password','arguments':{'protocol':'spice','password':['canary']}}",
                "{'execute':'set_password','password':'canary'}",
                "{'execute':'nonsense','arguments':{'password':'canary'}}",
                "{'execute':'set_password','arguments':{'password':'canary\u0001'}}",
                "{'execute':'set_password','arguments':{'password':canary}}",
                "{'execute':'set_password','arguments':{'password':'canary','password':'canary'}}",
                "{'execute':'set_password','arguments':{'password':'canary\\x'}}",
                "{'execute':'set_password','arguments':{'password' 'canary'}}")) {
            assertThat(client.ask(message))
                    .as(message)
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line).contains("\"error\"").doesNotContain("canary"));
            client.ask(new byte[] {(byte) 0xff, '\n'});
        }
    }

    private static byte[] concat(String before, int odd, String after) {
        byte[] head = before.getBytes(StandardCharsets.US_ASCII);
        byte[] tail = after.getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + 1 + tail.length];
        System.arraycopy(head, 0, all, 0, head.length);
        all[head.length] = (byte) odd;
        System.arraycopy(tail, 0, all, head.length + 1, tail.length);
        return all;
    }
}
