package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * What programs that manage machines say to the control ports of two hosts to move a guest from one to the other, in their
 * order. What they wait for is waited for here.
 *
 * @param source that the guest leaves
 * @param target that was started for it
 */
record ManagementPrograms(ControlPortClient source, ControlPortClient target) {

    private static final Pattern PORT = Pattern.compile("\"port\": \"([0-9]+)\"");
    private static final Pattern CAPABILITY = Pattern.compile("\"capability\": \"([a-z-]+)\"");

    private static final Pattern UNDER_WAY = Pattern.compile("\"(setup|active|device|pre-switchover|cancelling)\"");
    private static final long PATIENCE_SECONDS = 30;

    /** In bytes a second, as libvirt says that nothing limits a move. */
    private static final long FULL_SPEED = 9007199254740991L;

    /** So that whoever wants to interfere with the copying finds it under way. */
    private static final long SO_SLOW = 20_000;

    private static final List<String> LIBVIRT_WISHES = List.of("'pause-before-switchover'");
    private static final List<String> VDSM_WISHES = List.of("'auto-converge'", "'pause-before-switchover'");

    /** Proxmox asks so often whether clients have gone, and then ends the source whatever the answer. */
    private static final int PROXMOX_ASKS = 51;

    private static final long PROXMOX_ASKS_MILLIS = 200;

    /**
     * Where clients find the target.
     *
     * @param arguments of {@code client_migrate_info}
     * @param password that lets them in
     * @param credentials of the migrate stream, empty to have it in the clear
     */
    record Clients(String arguments, String password, String credentials) {

        static Clients plain(int port, String password) {
            return new Clients(
                    "'protocol':'spice','hostname':'127.0.0.1','port':" + port + ",'tls-port':0", password, "");
        }

        /** The same, while the migrate stream has TLS with the servers' own certificates. */
        Clients withSecuredStream() {
            return new Clients(arguments, password, "spice");
        }

        private String streamSecurity() {
            return "'tls-creds':'" + credentials + "','tls-hostname':''";
        }

        static Clients tls(int port, String subject, String password) {
            return new Clients(
                    "'protocol':'spice','hostname':'127.0.0.1','port':0,'tls-port':" + port + ",'cert-subject':'"
                            + subject + "'",
                    password,
                    "");
        }
    }

    /** libvirt 9, whose target was started with {@code -S -incoming defer}: prepare, perform, finish, confirm. */
    void libvirt(Clients clients) throws IOException {
        switchOnEvents();
        begin(clients, FULL_SPEED, LIBVIRT_WISHES);
        finish();
    }

    /** Somebody has enough of it while the guest stands still: virsh domjobabort, or Ctrl-C. */
    void libvirtCancels(Clients clients) throws IOException {
        switchOnEvents();
        begin(clients, FULL_SPEED, LIBVIRT_WISHES);
        cancel();
    }

    /** The target is gone before all is copied; {@code end} ends it. */
    void libvirtLosesTheTarget(Clients clients, Runnable end) throws IOException {
        switchOnEvents();
        lose(clients, end, LIBVIRT_WISHES);
    }

    /** VDSM, which gives the ticket another two minutes and lets libvirt do the rest. */
    void vdsm(Clients clients, long epochSeconds) throws IOException {
        revive(clients, epochSeconds);
        begin(clients, FULL_SPEED, VDSM_WISHES);
        finish();
    }

    void vdsmCancels(Clients clients, long epochSeconds) throws IOException {
        revive(clients, epochSeconds);
        begin(clients, FULL_SPEED, VDSM_WISHES);
        cancel();
    }

    void vdsmLosesTheTarget(Clients clients, long epochSeconds, Runnable end) throws IOException {
        revive(clients, epochSeconds);
        lose(clients, end, VDSM_WISHES);
    }

    private void revive(Clients clients, long epochSeconds) throws IOException {
        switchOnEvents();
        source.execute("set_password", "'protocol':'spice','password':'" + clients.password + "','connected':'keep'");
        source.execute("expire_password", "'protocol':'spice','time':'" + (epochSeconds + 120) + "'");
    }

    private void begin(Clients clients, long bytesPerSecond, List<String> wishes) throws IOException {
        start(clients, bytesPerSecond, wishes);
        source.awaitEvent("STOP");
        source.awaitEvent("MIGRATION", "\"pre-switchover\"");
        assertThat(source.execute("query-migrate", "")).contains("\"total-time\"", "\"ram\"");
    }

    private void start(Clients clients, long bytesPerSecond, List<String> wishes) throws IOException {
        String uri = prepare(clients);
        source.execute("client_migrate_info", clients.arguments);
        switchOn(source, wishes.toArray(String[]::new));
        source.execute("migrate-set-parameters", clients.streamSecurity() + ",'max-bandwidth':" + bytesPerSecond);
        source.execute("migrate", "'detach':true,'resume':false,'uri':'" + uri + "'");
    }

    private void finish() throws IOException {
        source.execute("migrate-continue", "'state':'pre-switchover'");
        source.awaitEvent("MIGRATION", "\"completed\"");

        target.awaitEvent("MIGRATION", "\"completed\"");
        assertThat(target.execute("query-status", "")).contains("\"running\": false");
        target.execute("cont", "");
        target.awaitEvent("RESUME");

        source.awaitEvent("SPICE_MIGRATE_COMPLETED");
    }

    private void cancel() throws IOException {
        source.execute("migrate_cancel", "");
        source.awaitEvent("RESUME");
        source.awaitEvent("MIGRATION", "\"cancelled\"");
        assertThat(source.execute("query-migrate", "")).contains("\"cancelled\"");
        restore();
    }

    private void lose(Clients clients, Runnable end, List<String> wishes) throws IOException {
        start(clients, SO_SLOW, wishes);
        source.awaitEvent("MIGRATION", "\"active\"");
        awaitLinked();
        end.run();
        source.awaitEvent("MIGRATION", "\"failed\"");
        assertThat(source.execute("query-migrate", "")).contains("\"failed\"", "\"error-desc\"");
        restore();
    }

    /** What libvirt leaves behind of a move that did not come about; the guest has gone on by itself. */
    private void restore() throws IOException {
        source.execute(
                "migrate-set-capabilities",
                "'capabilities':[{'capability':'pause-before-switchover','state':false},"
                        + "{'capability':'auto-converge','state':false}]");
        source.execute("migrate-set-parameters", "'max-bandwidth':" + FULL_SPEED);
        assertThat(source.execute("query-status", "")).contains("\"running\": true");
        assertThat(source.execute("query-spice", "")).contains("\"migrated\": false");
    }

    /** Opens the target for the guest and its clients; where it listens. */
    private String prepare(Clients clients) throws IOException {
        target.execute("set_password", "'protocol':'spice','password':'" + clients.password + "','connected':'keep'");
        target.execute("expire_password", "'protocol':'spice','time':'never'");
        switchOn(target, "'late-block-activate'");
        target.execute("migrate-set-parameters", clients.streamSecurity());
        target.execute("migrate-incoming", "'uri':'tcp:127.0.0.1:0'");
        Matcher port = PORT.matcher(target.execute("query-migrate", ""));
        assertThat(port.find()).as("the port that was free").isTrue();
        return "tcp:127.0.0.1:" + port.group(1);
    }

    /** Proxmox, whose target was started with {@code -S -incoming tcp:...} at {@code uri}; it hears no events. */
    void proxmox(Clients clients, String uri) throws IOException {
        startOfProxmox(clients, uri, "");
        assertThat(endOfProxmox()).contains("\"status\": \"completed\"");
        target.execute("cont", "");
        Awaitility.await("the end of its clients' move")
                .pollInterval(PROXMOX_ASKS_MILLIS, TimeUnit.MILLISECONDS)
                .atMost(PROXMOX_ASKS * PROXMOX_ASKS_MILLIS, TimeUnit.MILLISECONDS)
                .until(() -> source.execute("query-spice", "").contains("\"migrated\": true"));
    }

    /** Somebody stops the task while it copies. */
    void proxmoxCancels(Clients clients, String uri) throws IOException {
        startOfProxmox(clients, uri, ",'max-bandwidth':" + SO_SLOW);
        awaitCopying();
        awaitLinked();
        cleanUpOfProxmox("cancelled");
    }

    /** The target is gone before all is copied; {@code end} ends it. */
    void proxmoxLosesTheTarget(Clients clients, String uri, Runnable end) throws IOException {
        startOfProxmox(clients, uri, ",'max-bandwidth':" + SO_SLOW);
        awaitCopying();
        awaitLinked();
        end.run();
        assertThat(endOfProxmox()).contains("\"status\": \"failed\"", "\"error-desc\"");
        cleanUpOfProxmox("failed");
    }

    private void startOfProxmox(Clients clients, String uri, String limit) throws IOException {
        source.execute("query-spice", "");
        target.execute("set_password", "'protocol':'spice','password':'" + clients.password + "'");
        target.execute("expire_password", "'protocol':'spice','time':'+30'");
        String states = CAPABILITY
                .matcher(source.execute("query-migrate-capabilities", ""))
                .results()
                .map(found -> "{'capability':'" + found.group(1) + "','state':"
                        + (found.group(1).equals("auto-converge")
                                || found.group(1).equals("xbzrle")) + "}")
                .reduce((left, right) -> left + "," + right)
                .orElseThrow();
        source.execute("migrate-set-capabilities", "'capabilities':[" + states + "]");
        source.execute("migrate-set-parameters", "'downtime-limit':100,'xbzrle-cache-size':67108864" + limit);
        source.execute("client_migrate_info", clients.arguments);
        source.execute("migrate", "'uri':'" + uri + "'");
    }

    /** No program asks for this; it makes what follows the same each time. */
    private void awaitLinked() throws IOException {
        source.awaitEvent("__dev.caraway_SPICE_MIGRATE_CLIENT", "\"linked\"");
    }

    private void awaitCopying() {
        Awaitility.await("the copying")
                .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .until(() -> source.execute("query-migrate", "").contains("\"status\": \"active\""));
    }

    private String endOfProxmox() {
        return Awaitility.await("the end of the move")
                .pollInterval(100, TimeUnit.MILLISECONDS)
                .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .until(
                        () -> source.execute("query-migrate", ""),
                        reply -> !UNDER_WAY.matcher(reply).find());
    }

    /** Whatever went wrong, the move is called off once more, and the guest is looked after where it is. */
    private void cleanUpOfProxmox(String status) throws IOException {
        source.execute("migrate_cancel", "");
        assertThat(endOfProxmox()).contains("\"status\": \"" + status + "\"");
        source.execute("migrate-set-parameters", "'max-bandwidth':0");
        assertThat(source.execute("query-status", "")).contains("\"running\": true");
        assertThat(source.execute("query-spice", "")).contains("\"migrated\": false");
    }

    private void switchOnEvents() throws IOException {
        switchOn(source, "'events'");
        switchOn(target, "'events'");
    }

    private static void switchOn(ControlPortClient host, String... capabilities) throws IOException {
        StringBuilder states = new StringBuilder();
        for (String capability : capabilities) {
            states.append(states.length() == 0 ? "" : ",").append("{'capability':" + capability + ",'state':true}");
        }
        host.execute("migrate-set-capabilities", "'capabilities':[" + states + "]");
    }
}
