import dev.acord.dave.media.FrameDecryption;
import dev.acord.dave.media.FrameEncryption;
import dev.acord.dave.mls.ExternalProposer;
import dev.acord.dave.mls.Group;
import dev.acord.dave.mls.KeyPackageBundle;
import dev.acord.dave.mls.PendingCommit;
import dev.acord.dave.mls.Policy;
import dev.acord.dave.mls.ProposalMessage;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.message.KeyPackage;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Prints what libdave's operations cost beside ours, in one process and one run: CPU time of the calling thread, medians after a warm-up. For people, no
 * test. {@code java --enable-native-access=ALL-UNNAMED -cp acord-dave/target/classes:acord-dave/target/jdave/jdave-native-linux-x86-64.jar
 * interop/libdave/LibdaveTimes.java}
 */
final class LibdaveTimes {
    private static final int ROUNDS = 15;
    private static final int FRAME_BYTES = 160;
    private static final int BATCH = 2_000;
    private static final int FRAME_ROUNDS = 301;
    private static final long CHANNEL = 0x1122334455667788L;

    private final SecureRandom random = new SecureRandom();
    private final byte[] groupId = bigEndian(CHANNEL);
    private final ExternalProposer gateway = new ExternalProposer(SignatureKeyPair.generate(random), new byte[1]);
    private final Policy policy = Policy.dave(groupId, gateway.sender());

    /** Something that is measured. */
    private interface Step {
        void run() throws MlsException;
    }

    public static void main(String[] args) throws MlsException {
        LibdaveTimes times = new LibdaveTimes();
        times.frames();
        times.measure(10);
        times.measure(50);
        System.out.printf(
                "%nms of CPU time: ours / libdave%n%-10s%20s%20s%20s%n",
                "members", "join", "answer an add", "process an add");
        for (int size : new int[] {2, 10, 50, 100}) {
            System.out.println(times.measure(size));
        }
    }

    // ---- groups

    /** Joining makes the group this big; then another is added. */
    private String measure(int size) throws MlsException {
        Group first = group(size - 1);
        double[][] results = new double[6][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            ours(first, size, round, results);
            libdave(first, size, round, results);
        }
        StringBuilder line = new StringBuilder(String.format("%-10d", size));
        for (int i = 0; i < 3; i++) {
            line.append(
                    String.format("%20s", String.format("%.2f / %.2f", median(results[i]), median(results[3 + i]))));
        }
        return line.toString();
    }

    /** As the first of so many members sees it. */
    private Group group(int size) throws MlsException {
        Group alone = Group.create(policy, bundle(1), random);
        List<ProposalMessage> adds = new ArrayList<>();
        for (long user = 2; user <= size; user++) {
            adds.add(alone.parseProposal(add(alone, bundle(user).keyPackage())));
        }
        return adds.isEmpty() ? alone : alone.commit(adds, random).next();
    }

    private void ours(Group first, long user, int round, double[][] results) throws MlsException {
        KeyPackageBundle bundle = bundle(user);
        PendingCommit joining = commit(first, add(first, bundle.keyPackage()));
        Group[] joined = new Group[1];
        results[0][round] = cpuMs(() -> joined[0] = Group.join(policy, List.of(bundle), joining.welcome()));
        byte[] message = add(joining.next(), bundle(user + 1).keyPackage());
        List<ProposalMessage> proposals = new ArrayList<>();
        results[1][round] = cpuMs(() -> {
            proposals.add(joined[0].parseProposal(message));
            joined[0].commit(proposals, random);
        });
        byte[] adding = commit(joining.next(), message).commit();
        results[2][round] = cpuMs(() -> joined[0].process(adding, proposals));
    }

    private void libdave(Group first, long user, int round, double[][] results) throws MlsException {
        List<String> users =
                LongStream.rangeClosed(1, user + 1).mapToObj(Long::toString).toList();
        try (LibdaveSession session = new LibdaveSession()) {
            session.setExternalSender(gateway.sender().encode());
            session.init(1, CHANNEL, Long.toString(user));
            PendingCommit joining = commit(first, add(first, KeyPackage.parse(session.keyPackage())));
            byte[] welcome = joining.welcome();
            results[3][round] = cpuMs(() -> require(session.processWelcome(welcome, users)));
            byte[] message = add(joining.next(), bundle(user + 1).keyPackage());
            byte[] opcode27 = opcode27(message);
            results[4][round] = cpuMs(() -> require(session.processProposals(opcode27, users).length > 0));
            byte[] adding = commit(joining.next(), message).commit();
            results[5][round] = cpuMs(() -> require(session.processCommit(adding) == LibdaveSession.Outcome.ENTERED));
        }
    }

    private PendingCommit commit(Group group, byte[] proposal) throws MlsException {
        return group.commit(List.of(group.parseProposal(proposal)), random);
    }

    private byte[] add(Group group, KeyPackage keyPackage) {
        return gateway.add(groupId, group.epoch(), keyPackage, random);
    }

    private KeyPackageBundle bundle(long user) {
        return KeyPackageBundle.generate(bigEndian(user), SignatureKeyPair.generate(random), random);
    }

    private static byte[] opcode27(byte[] proposal) {
        return new MlsWriter().u8(0).vector(new MlsWriter().bytes(proposal)).toBytes();
    }

    // ---- frames

    private void frames() throws MlsException {
        Group alone = Group.create(policy, bundle(1), random);
        try (LibdaveSession session = new LibdaveSession();
                LibdaveEncryptor theirSending = new LibdaveEncryptor();
                LibdaveDecryptor theirReceiving = new LibdaveDecryptor()) {
            session.setExternalSender(gateway.sender().encode());
            session.init(1, CHANNEL, "2");
            PendingCommit joining = commit(alone, add(alone, KeyPackage.parse(session.keyPackage())));
            require(session.processWelcome(joining.welcome(), List.of("1", "2")));
            require(theirSending.ratchet(session, "2"));
            theirReceiving.ratchet(session, "1");
            FrameEncryption sending = new FrameEncryption();
            FrameDecryption receiving = new FrameDecryption();
            sending.ratchet(mediaSecret(joining.next(), 1));
            receiving.ratchet(mediaSecret(joining.next(), 2), 0);
            measureFrames(sending, receiving, theirSending, theirReceiving);
        }
    }

    private static byte[] mediaSecret(Group group, long user) {
        byte[] context = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(user)
                .array();
        return group.export("Discord Secure Frames v0", context, 16);
    }

    /** Each decrypts what the other encrypted; the copies into and out of native memory are part of libdave's. */
    private static void measureFrames(
            FrameEncryption sending,
            FrameDecryption receiving,
            LibdaveEncryptor theirSending,
            LibdaveDecryptor theirReceiving)
            throws MlsException {
        byte[] media = new byte[FRAME_BYTES];
        byte[] packet = new byte[FRAME_BYTES + sending.overheadBytes()];
        byte[][] sent = new byte[BATCH][];
        double[][] results = new double[4][FRAME_ROUNDS];
        for (int round = 0; round < FRAME_ROUNDS; round++) {
            results[0][round] = cpuMs(() -> {
                for (int i = 0; i < BATCH; i++) {
                    System.arraycopy(media, 0, packet, 0, FRAME_BYTES);
                    sent[i] = Arrays.copyOf(packet, sending.encrypt(packet, 0, FRAME_BYTES, packet.length));
                }
            });
            results[1][round] = cpuMs(() -> {
                for (byte[] frame : sent) {
                    require(theirReceiving.decrypt(frame).length == FRAME_BYTES);
                }
            });
            results[2][round] = cpuMs(() -> {
                for (int i = 0; i < BATCH; i++) {
                    sent[i] = theirSending.encrypt(media);
                }
            });
            results[3][round] = cpuMs(() -> {
                for (byte[] frame : sent) {
                    require(receiving.decrypt(frame, 0, frame.length, 0) == FRAME_BYTES);
                }
            });
        }
        double ns = 1e6 / BATCH;
        System.out.printf("ns of CPU time for a frame of %d bytes: ours / libdave%n", FRAME_BYTES);
        System.out.printf("encrypt %.0f / %.0f%n", ns * median(results[0]), ns * median(results[2]));
        System.out.printf("decrypt %.0f / %.0f%n", ns * median(results[3]), ns * median(results[1]));
    }

    // ----

    private static double cpuMs(Step step) throws MlsException {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        step.run();
        return (threads.getCurrentThreadCpuTime() - start) / 1e6;
    }

    private static double median(double[] times) {
        Arrays.sort(times);
        return times[times.length / 2];
    }

    private static void require(boolean done) {
        if (!done) {
            throw new IllegalStateException("refused");
        }
    }

    private static byte[] bigEndian(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }
}
