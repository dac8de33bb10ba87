package dev.acord.cli.session;

import dev.acord.cli.Running;
import dev.acord.sim.ProtocolViolation;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An embedded server, and sessions that join it over TLS. */
public final class CallFixture implements AutoCloseable {
    public static final long GUILD = 1_111_111_111_111_111_111L;
    public static final long CHANNEL = 1_222_222_222_222_222_222L;
    public static final long ALICE = 1_333_333_333_333_333_333L;
    public static final long BOB = 999_999_999_999L;

    public final VoiceServer server = VoiceServer.builder().build().start();
    public final Path certificate;
    private final List<Running> sessions = new ArrayList<>();

    /** Starts the server; its certificate goes into the folder. */
    public CallFixture(Path folder) throws IOException {
        certificate = Files.writeString(folder.resolve("server.pem"), server.certificatePem());
    }

    /** What the main gateway tells a user. */
    public VoiceTicket ticket(long user) {
        return server.join(GUILD, CHANNEL, user);
    }

    /** A session in this process, trusting the server. */
    Running here(long user, String... more) throws IOException {
        return added(Running.here(arguments(ticket(user), trusting(more))));
    }

    /** A session in a process of its own, trusting the server. */
    Running process(long user, String... more) throws IOException {
        return added(Running.process(arguments(ticket(user), trusting(more))));
    }

    /** Takes care that a command ends with the call. */
    public Running added(Running running) {
        sessions.add(running);
        return running;
    }

    /** Options with those that trust the server. */
    public String[] trusting(String... more) {
        List<String> args = new ArrayList<>(List.of("--ca", certificate.toString()));
        args.addAll(Arrays.asList(more));
        return args.toArray(new String[0]);
    }

    static String[] arguments(VoiceTicket ticket, String... more) {
        return argumentsOf("session", ticket, more);
    }

    /** The command line of any command that joins. */
    public static String[] argumentsOf(String command, VoiceTicket ticket, String... more) {
        List<String> args = new ArrayList<>(List.of(command, "--endpoint", ticket.endpoint()));
        args.addAll(List.of("--guild", Long.toUnsignedString(ticket.guildId())));
        args.addAll(List.of("--channel", Long.toUnsignedString(ticket.channelId())));
        args.addAll(List.of("--user", Long.toUnsignedString(ticket.userId())));
        args.addAll(List.of("--session", ticket.sessionId(), "--token", ticket.token()));
        args.addAll(Arrays.asList(more));
        return args.toArray(new String[0]);
    }

    /** The command that tells what the main gateway said since. */
    public static String update(VoiceTicket ticket) {
        return "{\"cmd\":\"update\",\"endpoint\":\"" + ticket.endpoint() + "\",\"session\":\"" + ticket.sessionId()
                + "\",\"token\":\"" + ticket.token() + "\",\"channel\":\""
                + Long.toUnsignedString(ticket.channelId()) + "\"}";
    }

    /**
     * What clients did wrong. A machine that stops a sender for longer than can be caught up makes a hole in its audio that nobody
     * could announce; a sender says so in its log.
     */
    List<ProtocolViolation> violations(Running sender) {
        boolean stalled = sender.errors().contains("audio was not sent for");
        return server.violations().stream()
                .filter(violation -> !stalled || !violation.rule().equals("pause-without-silence"))
                .toList();
    }

    @Override
    public void close() throws IOException {
        for (Running session : sessions) {
            session.close();
        }
        server.close();
    }
}
