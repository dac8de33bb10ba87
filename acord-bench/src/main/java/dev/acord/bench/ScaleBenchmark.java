package dev.acord.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The scale benchmark: for each case a fresh process that sends and a fresh process that receives, over the loopback interface only. {@code
 * docs/performance.md} says how to read it.
 */
public final class ScaleBenchmark {
    private static final int CONNECTIONS_PER_SOCKET = 50;
    private static final int MAX_SOCKETS = 32;
    private static final int START_TIMEOUT_S = 60;
    private static final int RESULT_MARGIN_S = 60;
    /** The same for both systems: enough not to matter, and no ergonomics that differ between them. */
    private static final List<String> SENDER_JVM = List.of("-Xms512m", "-Xmx1g", "-XX:+UseG1GC");
    /** So large a young generation that the receiver collects nothing while it measures. */
    private static final List<String> RECEIVER_JVM = List.of("-Xms1g", "-Xmx1g", "-Xmn900m", "-XX:+UseSerialGC");

    private ScaleBenchmark() {}

    /**
     * Runs the benchmark as a program.
     *
     * @param args the options of {@link BenchCommand}
     */
    public static void main(String[] args) {
        System.exit(BenchCommand.commandLine().execute(args));
    }

    /**
     * Measures one case. Takes its warm-up and measured time and about two seconds more.
     *
     * @throws IOException when a process could not be started, failed or hung
     */
    static CaseResult run(ScaleCase which) throws IOException, InterruptedException {
        int sockets = Math.min(MAX_SOCKETS, 1 + which.connections() / CONNECTIONS_PER_SOCKET);
        List<String> receiverArguments = List.of(Integer.toString(which.connections()), Integer.toString(sockets));
        List<String> senderJvm = new ArrayList<>(SENDER_JVM);
        senderJvm.addAll(which.jvmArguments());
        try (ChildProcess receiver =
                ChildProcess.start("receiver", observer(), RECEIVER_JVM, ReceiverProcess.class, receiverArguments)) {
            ReceiverProcess.Ready ports = receiver.await(ReceiverProcess.Ready.class, START_TIMEOUT_S);
            try (ChildProcess sender = ChildProcess.start(
                    "sender", List.of(), senderJvm, SenderProcess.class, senderArguments(which, ports))) {
                sender.await(SenderProcess.Ready.class, START_TIMEOUT_S);
                long startMs = System.currentTimeMillis() + 1000L * which.warmUpS();
                Window window = new Window(startMs, startMs + 1000L * which.seconds());
                receiver.say(window);
                sender.say(window);
                int timeoutS = which.warmUpS() + which.seconds() + RESULT_MARGIN_S;
                SenderProcess.Result sent = sender.await(SenderProcess.Result.class, timeoutS);
                ReceiverProcess.Result received = receiver.await(ReceiverProcess.Result.class, timeoutS);
                return CaseResult.of(which, sent, received);
            }
        }
    }

    /** Where it is allowed, the receiver goes before: a thousand sending threads would keep it from reading the clock in time. */
    private static List<String> observer() {
        Path nice = Path.of("/usr/bin/nice");
        boolean root = "root".equals(System.getProperty("user.name"));
        return root && Files.isExecutable(nice) ? List.of(nice.toString(), "-n", "-10") : List.of();
    }

    private static List<String> senderArguments(ScaleCase which, ReceiverProcess.Ready receiver) {
        String ports = receiver.ports().stream().map(String::valueOf).collect(Collectors.joining(","));
        return List.of(
                which.system(),
                which.mode().name(),
                Boolean.toString(which.dave()),
                Integer.toString(which.connections()),
                Integer.toString(which.threads()),
                Integer.toString(which.payloadBytes()),
                ports);
    }
}
