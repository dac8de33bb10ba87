import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A group member; one user's state in one call. */
final class LibdaveSession implements AutoCloseable {
    private static final int FINGERPRINT_SECONDS = 30;

    /** Futures of fingerprints by the number that goes through C as user data. */
    private static final Map<Long, CompletableFuture<byte[]>> FINGERPRINTS = new HashMap<>();

    private static long lastFingerprint;
    private static MemorySegment fingerprintCallback;

    private final MemorySegment handle = (MemorySegment) Libdave.call(
            ADDRESS,
            "daveSessionCreate",
            MemorySegment.NULL,
            MemorySegment.NULL,
            MemorySegment.NULL,
            MemorySegment.NULL);

    /** Keys of signatures by user id, as libdave reports them in changes. */
    private final Map<Long, byte[]> roster = new HashMap<>();

    void init(int version, long group, String user) {
        try (Arena arena = Arena.ofConfined()) {
            Libdave.run("daveSessionInit", handle, (short) version, group, arena.allocateFrom(user));
        }
    }

    void reset() {
        Libdave.run("daveSessionReset", handle);
    }

    void setExternalSender(byte[] sender) {
        try (Arena arena = Arena.ofConfined()) {
            Libdave.run("daveSessionSetExternalSender", handle, arena.allocateFrom(JAVA_BYTE, sender), (long)
                    sender.length);
        }
    }

    byte[] keyPackage() {
        try (Arena arena = Arena.ofConfined()) {
            return Libdave.bytes(arena, 1, "daveSessionGetMarshalledKeyPackage", handle);
        }
    }

    /** Opcode 27 after its sequence number and opcode; a commit and what follows it in opcode 28, or nothing. */
    byte[] processProposals(byte[] message, List<String> users) {
        try (Arena arena = Arena.ofConfined()) {
            return Libdave.bytes(
                    arena,
                    1,
                    "daveSessionProcessProposals",
                    handle,
                    arena.allocateFrom(JAVA_BYTE, message),
                    (long) message.length,
                    strings(arena, users),
                    (long) users.size());
        }
    }

    /** What became of a commit. */
    enum Outcome {
        ENTERED,
        IGNORED,
        FAILED
    }

    Outcome processCommit(byte[] commit) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = (MemorySegment) Libdave.call(
                    ADDRESS, "daveSessionProcessCommit", handle, arena.allocateFrom(JAVA_BYTE, commit), (long)
                            commit.length);
            Outcome outcome = Outcome.ENTERED;
            if ((boolean) Libdave.call(JAVA_BOOLEAN, "daveCommitResultIsIgnored", result)) {
                outcome = Outcome.IGNORED;
            } else if ((boolean) Libdave.call(JAVA_BOOLEAN, "daveCommitResultIsFailed", result)) {
                outcome = Outcome.FAILED;
            } else {
                readRoster(arena, "daveCommitResult", result);
            }
            Libdave.run("daveCommitResultDestroy", result);
            return outcome;
        }
    }

    boolean processWelcome(byte[] welcome, List<String> users) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = (MemorySegment) Libdave.call(
                    ADDRESS,
                    "daveSessionProcessWelcome",
                    handle,
                    arena.allocateFrom(JAVA_BYTE, welcome),
                    (long) welcome.length,
                    strings(arena, users),
                    (long) users.size());
            if (result.equals(MemorySegment.NULL)) {
                return false;
            }
            readRoster(arena, "daveWelcomeResult", result);
            Libdave.run("daveWelcomeResultDestroy", result);
            return true;
        }
    }

    private static MemorySegment strings(Arena arena, List<String> strings) {
        MemorySegment array = arena.allocate(ADDRESS, strings.size());
        for (int i = 0; i < strings.size(); i++) {
            array.setAtIndex(ADDRESS, i, arena.allocateFrom(strings.get(i)));
        }
        return array;
    }

    /** Applies changes: a user without a key has left. */
    private void readRoster(Arena arena, String prefix, MemorySegment result) {
        byte[] ids = Libdave.bytes(arena, Long.BYTES, prefix + "GetRosterMemberIds", result);
        for (int i = 0; i < ids.length; i += Long.BYTES) {
            long user = MemorySegment.ofArray(ids).get(JAVA_LONG.withByteAlignment(1), i);
            byte[] key = Libdave.bytes(arena, 1, prefix + "GetRosterMemberSignature", result, user);
            if (key.length == 0) {
                roster.remove(user);
            } else {
                roster.put(user, key);
            }
        }
    }

    List<Long> members() {
        return List.copyOf(roster.keySet());
    }

    /** The secret behind the privacy code; nothing while there is no group. */
    byte[] epochAuthenticator() {
        try (Arena arena = Arena.ofConfined()) {
            return Libdave.bytes(arena, 1, "daveSessionGetLastEpochAuthenticator", handle);
        }
    }

    /** 64 bytes for the verification code of this user and another. */
    byte[] pairwiseFingerprint(String user) {
        if (fingerprintCallback == null) {
            fingerprintCallback = Libdave.upcall(
                    MethodHandles.lookup(),
                    "onFingerprint",
                    MethodType.methodType(void.class, MemorySegment.class, long.class, MemorySegment.class),
                    FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, ADDRESS));
        }
        CompletableFuture<byte[]> future = new CompletableFuture<>();
        MemorySegment number;
        synchronized (FINGERPRINTS) {
            number = MemorySegment.ofAddress(++lastFingerprint);
            FINGERPRINTS.put(lastFingerprint, future);
        }
        try (Arena arena = Arena.ofConfined()) {
            Libdave.run(
                    "daveSessionGetPairwiseFingerprint",
                    handle,
                    (short) 0,
                    arena.allocateFrom(user),
                    fingerprintCallback,
                    number);
            return future.get(FINGERPRINT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("no fingerprint", e);
        }
    }

    /** The keys that a user sends with in this epoch; null while there is no group. */
    MemorySegment keyRatchet(String user) {
        try (Arena arena = Arena.ofConfined()) {
            return (MemorySegment) Libdave.call(ADDRESS, "daveSessionGetKeyRatchet", handle, arena.allocateFrom(user));
        }
    }

    @Override
    public void close() {
        Libdave.run("daveSessionDestroy", handle);
    }

    /** On a thread of libdave's. */
    private static void onFingerprint(MemorySegment bytes, long length, MemorySegment number) {
        byte[] copy = bytes.reinterpret(length).toArray(JAVA_BYTE);
        synchronized (FINGERPRINTS) {
            FINGERPRINTS.remove(number.address()).complete(copy);
        }
    }
}
