package dev.caraway.server.launcher;

import dev.caraway.server.control.ControlPort;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code --help} shows, by topic. */
final class Help {

    /** For the error about a word that is none of them. */
    static final List<String> OPTION_NAMES = List.of(
            "--spice",
            "--guest",
            "--class-path",
            "--input-log",
            "--qmp",
            "--incoming",
            "--name",
            "--uuid",
            "-S",
            "--no-rehearsal",
            "--log-level",
            "--version",
            "--help");

    private static final String OVERVIEW = """
            Usage: caraway [OPTIONS]

            Serves a guest to SPICE clients until SIGTERM or 'quit' on the control port.
            Without options: the desktop guest on 127.0.0.1:5930, without a password.

              --spice KEY=VALUE,...     where to listen, passwords, TLS, compression      (--help spice)
              --guest desktop[,...]     what to show: the built-in desktop, the default   (--help guest)
              --guest replay,file=PATH  a recorded guest
              --guest class=NAME        your own guest from the class path
              --class-path PATH         directories and jars for it, separated by colons
              --input-log FILE          write down every input event                      (--help input-log)
              --qmp ADDRESS             open a control port                               (--help qmp)
              --incoming ADDRESS        await a guest from another host                   (--help incoming)
              --name NAME               what clients show as the title
              --uuid UUID               the machine's identity
              -S                        start paused, until 'cont' on the control port
              --no-rehearsal            do not play a desktop to nobody for up to a second at the start,
                                        which has the code compiled when the first client comes
              --log-level LEVEL         error, warn, info (the default), debug, trace or off
              --version                 print the version
              --help [TOPIC]            this, or more about spice, guest, qmp, incoming, input-log, exit

            -spice, -qmp, -incoming, -name and -uuid mean the same, as in QEMU.

            Examples:
              caraway
              caraway --spice port=5901,addr=0.0.0.0,password-file=secret
              caraway --spice tls-port=5902,tls=auto,x509-dir=certificates,vv-file=desktop.vv
              caraway --guest replay,file=session.rec.xz --qmp unix:/run/caraway.sock,server=on,wait=off
            """;

    private static final String GUEST = """
            --guest desktop[,size=WxH][,heads=N][,displays=one|separate][,frame-millis=N]
                A small live desktop drawn in Java. WxH is the size of each head in pixels
                (1024x768), N the number of heads, 1 to 4 (1).
                displays     one: all heads on one display channel, as one graphics card has them;
                             clients add and remove heads while it runs;
                             separate: a display channel for each, as with a card for each
                frame-millis between two pictures of its animation, which F5 starts, 1 to 999 (33)

            --guest replay,file=PATH[,gap-us=N][,wait-client=on][,loop=N][,markers=PATH]
                A recording of a guest's drawing commands (.rec or .rec.xz).
                gap-us       microseconds between commands; 0 is as fast as the pipe takes them
                wait-client  on: begin when a display channel is initialised and 700 ms have passed
                loop         so many passes, each with a fresh client; one JSON line on standard
                             output after each
                markers      fill the upper left corner with a new colour after every 50 commands and
                             write a line of JSON to PATH: {"marker":1,"color":"a50001","fed_ns":...}

            --guest class=NAME[,KEY=VALUE...]
                The class NAME from the class path; --class-path adds directories, jars, and DIR/*
                for all jars of a directory. It is made by its
                    public static Guest create(Map<String, String> options)
                or by a public constructor of a Map<String, String>, or by one without parameters.
                An IllegalArgumentException from there is shown as a mistake in the options.

            A comma in a value is written twice.
            """;

    private static final String QMP = """
            --qmp unix:PATH,server=on,wait=off
            --qmp tcp:HOST:PORT,server=on,wait=off[,x509-dir=PATH]
                Opens a control port that speaks QMP, the protocol of QEMU's monitor. Port 0 takes a
                free one. The option may be given more than once. A unix socket is for its owner
                alone. On TCP nobody is asked for a password: HOST must be 127.0.0.1, ::1 or
                localhost, unless clients must have certificates.

                x509-dir          TLS with the files of this directory, as for --spice: server-key.pem,
                                  server-cert.pem, and ca-cert.pem of the CA that clients must have a
                                  certificate of
                tls=auto          make them there, and client-key.pem and client-cert.pem for a client
                x509-key-file, x509-cert-file, x509-cacert-file, tls-ciphers: as for --spice

            set_password takes a password of at most 60 bytes. expire_password takes as its time: now,
            never, +SECONDS from now, or SECONDS since the beginning of 1970 (UTC).

            Try it; each caraway in a shell of its own. socat and openssl have to be installed.
                caraway --qmp unix:/tmp/control,server=on,wait=off
                printf '%s' '{"execute":"qmp_capabilities"}{"execute":"query-commands"}' |
                    socat -t1 - UNIX:/tmp/control
                caraway --qmp tcp:0.0.0.0:4445,server=on,wait=off,tls=auto,x509-dir=certificates
                openssl s_client -quiet -connect localhost:4445 -CAfile certificates/ca-cert.pem
                    -cert certificates/client-cert.pem -key certificates/client-key.pem
            """;

    private static final String INCOMING = """
            --incoming tcp:HOST:PORT
                Starts without its guest and waits for it at this address; port 0 takes a free one.
                Whoever can connect there can bring a guest, so use an address of a network that only
                hosts are in. With -S the guest stands still when it has come, until 'cont'.

            --incoming defer
                The same, where 'migrate-incoming' on the control port tells the address. Without one,
                the clients of a server of another kind are let in, and 'cont' starts the guest here.

            From one host to another; the clients go along. socat has to be installed:
                here$  caraway --spice port=5930 --qmp unix:/tmp/here,server=on,wait=off
                there$ caraway --spice port=5931 --incoming tcp:127.0.0.1:4444
                printf '%s' '{"execute":"qmp_capabilities"}{"execute":"client_migrate_info","arguments":
                    {"protocol":"spice","hostname":"127.0.0.1","port":5931}}{"execute":"migrate",
                    "arguments":{"uri":"tcp:127.0.0.1:4444"}}' | socat -t5 - UNIX:/tmp/here
            """;

    private static final String INPUT_LOG = """
            --input-log FILE
                Writes every input event as the guest receives it, one JSON object a line, each in
                the file at once. t_ms counts milliseconds from the start.

                {"t_ms":812,"type":"key","scancode":30,"down":true}
                {"t_ms":830,"type":"motion","dx":3,"dy":-1,"buttons":0}
                {"t_ms":844,"type":"position","x":200,"y":120,"buttons":1}
                {"t_ms":844,"type":"button","button":1,"down":true}

                A position on another display than the first has "display":N before "x". x and y count
                from that display's upper left corner.
                scancode: PC set 1, and 256 more for keys with the prefix E0. buttons: the buttons
                held, bit 0 is button 1. button: 1 left, 2 middle, 3 right, 4 wheel up, 5 wheel down,
                6 side, 7 extra.
            """;

    private static final String EXIT = """
            0  asked to end: SIGTERM, SIGINT, SIGHUP or 'quit' (never 143 once it serves); clients that
               are changing hosts get 20 s for it before
            1  the command line is right, but an address is in use, a file cannot be read, ...
            2  the command line is wrong

            For 1 and 2 the last line on standard error says why; it begins with 'caraway: '. Before it
            there may be log lines of what had begun. Start-up lines and JSON go to standard output,
            logs to standard error.
            """;

    private static final Map<String, String> TOPICS = Map.of(
            "",
            OVERVIEW,
            "spice",
            spice(),
            "guest",
            GUEST,
            "qmp",
            qmp(),
            "incoming",
            INCOMING,
            "input-log",
            INPUT_LOG,
            "exit",
            EXIT);

    private Help() {}

    /** The text for a topic; the empty one is the overview. An option's name is the topic without its dashes. */
    static String of(String topic) throws LaunchException {
        String text = TOPICS.get(topic.replaceFirst("^--?", "").toLowerCase(Locale.ROOT));
        if (text == null) {
            throw LaunchException.usage(
                    "--help " + topic + ": expected spice, guest, qmp, incoming, input-log, exit or nothing after it");
        }
        return text;
    }

    private static String qmp() {
        StringBuilder text = new StringBuilder(QMP).append("""

            Commands; arguments with a question mark may be left out. query-qmp-schema tells more.
            """);
        ControlPort.commands().forEach(line -> text.append("    ").append(line).append('\n'));
        String events = "\nEvents: " + String.join(", ", ControlPort.events()) + "\n";
        text.append(events.replaceAll("(.{60,100}) ", "$1\n    "));
        return text.toString();
    }

    private static String spice() {
        StringBuilder text = new StringBuilder("""
                --spice KEY=VALUE,...    as QEMU's -spice; a comma in a value is written twice

                """);
        for (SpiceKey key : SpiceKey.values()) {
            text.append("  ").append(key.label()).append('=').append(key.form()).append('\n');
            text.append("        ").append(key.help()).append('\n');
        }
        return text.append("""

                An address that other machines may reach needs a password or disable-ticketing=on.
                Channels: default (all that are not named), main, display, inputs, cursor, playback,
                record, smartcard, usbredir, port, webdav. Not supported: sasl, gl, rendernode,
                video-codecs, x509-dh-key-file, x509-key-password, password-secret.
                """).toString();
    }
}
