import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * libdave's C API (its {@code dave.h}) from the natives that jdave publishes, without jdave's own classes: those bind neither rosters nor fingerprints.
 * Java 22 or later, 64 bits. All calls come from one thread; natives are loaded when the class is first used.
 */
final class Libdave {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = load();
    private static final Map<String, MethodHandle> HANDLES = new HashMap<>();
    private static final int FINGERPRINT_SECONDS = 30;
    private static final int AUDIO = 0;
    private static final int OPUS = 1;
    private static final int SSRC = 1;

    /** Frames have handles of their own, which cost nothing beside the call. */
    private static final MethodHandle ENCRYPT = LINKER.downcallHandle(
            LIBRARY.findOrThrow("daveEncryptorEncrypt"),
            FunctionDescriptor.of(
                    JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS));

    private static final MethodHandle DECRYPT = LINKER.downcallHandle(
            LIBRARY.findOrThrow("daveDecryptorDecrypt"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS));

    private static Consumer<String> log = line -> {};

    private Libdave() {}

    private static SymbolLookup load() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String folder = os.contains("win") ? "win-x86-64" : os.contains("mac") ? "darwin" : "linux-x86-64";
        String file = System.mapLibraryName("dave");
        String resource = "/natives/" + folder + "/" + file;
        try (InputStream in = Libdave.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new UnsatisfiedLinkError("no " + resource + " on the class path");
            }
            Path folderOnDisk = Files.createTempDirectory("libdave");
            Path copy = folderOnDisk.resolve(file);
            copy.toFile().deleteOnExit();
            folderOnDisk.toFile().deleteOnExit();
            Files.copy(in, copy);
            System.load(copy.toString()); // names what is missing, which a library lookup does not
            return SymbolLookup.loaderLookup();
        } catch (IOException e) {
            throw new UnsatisfiedLinkError(e.toString());
        }
    }

    /** Calls a function; its parameters' types follow from the arguments': addresses, booleans, shorts (uint16), ints and longs (uint64, size_t). */
    private static Object call(MemoryLayout result, String name, Object... arguments) {
        MethodHandle handle = HANDLES.computeIfAbsent(name, each -> {
            MemoryLayout[] layouts = new MemoryLayout[arguments.length];
            for (int i = 0; i < layouts.length; i++) {
                layouts[i] = layout(arguments[i]);
            }
            FunctionDescriptor type =
                    result == null ? FunctionDescriptor.ofVoid(layouts) : FunctionDescriptor.of(result, layouts);
            return LINKER.downcallHandle(LIBRARY.findOrThrow(each), type)
                    .asSpreader(Object[].class, layouts.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        });
        try {
            return handle.invokeExact(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static void run(String name, Object... arguments) {
        call(null, name, arguments);
    }

    private static MemoryLayout layout(Object argument) {
        return argument instanceof MemorySegment
                ? ADDRESS
                : argument instanceof Boolean
                        ? JAVA_BOOLEAN
                        : argument instanceof Short
                                ? JAVA_SHORT
                                : argument instanceof Integer ? JAVA_INT : JAVA_LONG;
    }

    /** A function with two output parameters, of an array and its length: what it put there, as bytes; the C array is freed. */
    private static byte[] bytes(Arena arena, int elementBytes, String name, Object... arguments) {
        MemorySegment array = arena.allocate(ADDRESS);
        MemorySegment length = arena.allocate(JAVA_LONG);
        Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = array;
        all[arguments.length + 1] = length;
        run(name, all);
        MemorySegment start = array.get(ADDRESS, 0);
        if (start.equals(MemorySegment.NULL)) {
            return new byte[0];
        }
        byte[] copy = start.reinterpret(length.get(JAVA_LONG, 0) * elementBytes).toArray(JAVA_BYTE);
        free(start);
        return copy;
    }

    private static void free(MemorySegment array) {
        try {
            MemorySegment function = LIBRARY.find("daveFree")
                    .orElseGet(() -> LINKER.defaultLookup().findOrThrow("free")); // older ones have none of their own
            LINKER.downcallHandle(function, FunctionDescriptor.ofVoid(ADDRESS)).invoke(array);
        } catch (Throwable e) {
            throw new IllegalStateException("free", e);
        }
    }

    private static MemorySegment upcall(String method, MethodType type, FunctionDescriptor descriptor) {
        try {
            MethodHandle handle = MethodHandles.lookup().findStatic(Libdave.class, method, type);
            return LINKER.upcallStub(handle, descriptor, Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    static int maxProtocolVersion() {
        return (short) call(JAVA_SHORT, "daveMaxSupportedProtocolVersion");
    }

    /** Sends what libdave logs, and it logs all it does, to a consumer. */
    static void logTo(Consumer<String> consumer) {
        log = consumer;
        run("daveSetLogSinkCallback", upcall(
                "onLog",
                MethodType.methodType(void.class, int.class, MemorySegment.class, int.class, MemorySegment.class),
                FunctionDescriptor.ofVoid(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS)));
    }

    private static void onLog(int severity, MemorySegment file, int line, MemorySegment message) {
        log.accept(message.reinterpret(Long.MAX_VALUE).getString(0));
    }

    // ---- sessions

    /** A group member; one user's state in one call. */
    static final class Session implements AutoCloseable {
        /** Futures of fingerprints by the number that goes through C as user data. */
        private static final Map<Long, CompletableFuture<byte[]>> FINGERPRINTS = new HashMap<>();
        private static long lastFingerprint;
        private static MemorySegment fingerprintCallback;

        private final MemorySegment handle = (MemorySegment) call(
                ADDRESS, "daveSessionCreate", MemorySegment.NULL, MemorySegment.NULL, MemorySegment.NULL, MemorySegment.NULL);

        /** Keys of signatures by user id, as libdave reports them in changes. */
        private final Map<Long, byte[]> roster = new HashMap<>();

        void init(int version, long group, String user) {
            try (Arena arena = Arena.ofConfined()) {
                run("daveSessionInit", handle, (short) version, group, arena.allocateFrom(user));
            }
        }

        void reset() {
            run("daveSessionReset", handle);
        }

        void setExternalSender(byte[] sender) {
            try (Arena arena = Arena.ofConfined()) {
                run("daveSessionSetExternalSender", handle, arena.allocateFrom(JAVA_BYTE, sender), (long) sender.length);
            }
        }

        byte[] keyPackage() {
            try (Arena arena = Arena.ofConfined()) {
                return bytes(arena, 1, "daveSessionGetMarshalledKeyPackage", handle);
            }
        }

        /** Opcode 27 after its sequence number and opcode; a commit and what follows it in opcode 28, or nothing. */
        byte[] processProposals(byte[] message, List<String> users) {
            try (Arena arena = Arena.ofConfined()) {
                return bytes(
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
                MemorySegment result = (MemorySegment) call(
                        ADDRESS,
                        "daveSessionProcessCommit",
                        handle,
                        arena.allocateFrom(JAVA_BYTE, commit),
                        (long) commit.length);
                Outcome outcome = Outcome.ENTERED;
                if ((boolean) call(JAVA_BOOLEAN, "daveCommitResultIsIgnored", result)) {
                    outcome = Outcome.IGNORED;
                } else if ((boolean) call(JAVA_BOOLEAN, "daveCommitResultIsFailed", result)) {
                    outcome = Outcome.FAILED;
                } else {
                    readRoster(arena, "daveCommitResult", result);
                }
                run("daveCommitResultDestroy", result);
                return outcome;
            }
        }

        boolean processWelcome(byte[] welcome, List<String> users) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment result = (MemorySegment) call(
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
                run("daveWelcomeResultDestroy", result);
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
            byte[] ids = bytes(arena, Long.BYTES, prefix + "GetRosterMemberIds", result);
            for (int i = 0; i < ids.length; i += Long.BYTES) {
                long user = MemorySegment.ofArray(ids).get(JAVA_LONG.withByteAlignment(1), i);
                byte[] key = bytes(arena, 1, prefix + "GetRosterMemberSignature", result, user);
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
                return bytes(arena, 1, "daveSessionGetLastEpochAuthenticator", handle);
            }
        }

        /** 64 bytes for the verification code of this user and another. */
        byte[] pairwiseFingerprint(String user) {
            if (fingerprintCallback == null) {
                fingerprintCallback = upcall(
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
                run("daveSessionGetPairwiseFingerprint",
                        handle, (short) 0, arena.allocateFrom(user), fingerprintCallback, number);
                return future.get(FINGERPRINT_SECONDS, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException("no fingerprint", e);
            }
        }

        /** The keys that a user sends with in this epoch; null while there is no group. */
        private MemorySegment keyRatchet(String user) {
            try (Arena arena = Arena.ofConfined()) {
                return (MemorySegment) call(ADDRESS, "daveSessionGetKeyRatchet", handle, arena.allocateFrom(user));
            }
        }

        @Override
        public void close() {
            run("daveSessionDestroy", handle);
        }
    }

    /** On a thread of libdave's. */
    private static void onFingerprint(MemorySegment bytes, long length, MemorySegment number) {
        byte[] copy = bytes.reinterpret(length).toArray(JAVA_BYTE);
        synchronized (Session.FINGERPRINTS) {
            Session.FINGERPRINTS.remove(number.address()).complete(copy);
        }
    }

    // ---- media

    /** What a session's own frames go through. */
    static final class Encryptor implements AutoCloseable {
        private final MemorySegment handle = (MemorySegment) call(ADDRESS, "daveEncryptorCreate");
        private final Arena arena = Arena.ofConfined();
        private final MemorySegment input = arena.allocate(1 << 16);
        private final MemorySegment output = arena.allocate(1 << 17);
        private final MemorySegment written = arena.allocate(JAVA_LONG);

        Encryptor() {
            run("daveEncryptorAssignSsrcToCodec", handle, SSRC, OPUS);
        }

        /** Takes the keys of a session's epoch; false if it is in no group. */
        boolean ratchet(Session session, String user) {
            MemorySegment ratchet = session.keyRatchet(user);
            if (ratchet.equals(MemorySegment.NULL)) {
                return false;
            }
            run("daveEncryptorSetKeyRatchet", handle, ratchet);
            run("daveKeyRatchetDestroy", ratchet);
            return true;
        }

        void passthrough(boolean on) {
            run("daveEncryptorSetPassthroughMode", handle, on);
        }

        /** What is sent for a frame; null without keys. */
        byte[] encrypt(byte[] frame) {
            MemorySegment.copy(frame, 0, input, JAVA_BYTE, 0, frame.length);
            int result;
            try {
                result = (int) ENCRYPT.invokeExact(
                        handle, AUDIO, SSRC, input, (long) frame.length, output, output.byteSize(), written);
            } catch (Throwable e) {
                throw new IllegalStateException("encrypt", e);
            }
            return result != 0 ? null : output.asSlice(0, written.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
        }

        @Override
        public void close() {
            run("daveEncryptorDestroy", handle);
            arena.close();
        }
    }

    /** What another user's frames go through. */
    static final class Decryptor implements AutoCloseable {
        private final MemorySegment handle = (MemorySegment) call(ADDRESS, "daveDecryptorCreate");
        private final Arena arena = Arena.ofConfined();
        private final MemorySegment input = arena.allocate(1 << 16);
        private final MemorySegment output = arena.allocate(1 << 16);
        private final MemorySegment written = arena.allocate(JAVA_LONG);

        void ratchet(Session session, String user) {
            MemorySegment ratchet = session.keyRatchet(user);
            if (!ratchet.equals(MemorySegment.NULL)) {
                run("daveDecryptorTransitionToKeyRatchet", handle, ratchet);
                run("daveKeyRatchetDestroy", ratchet);
            }
        }

        void passthrough(boolean on) {
            run("daveDecryptorTransitionToPassthroughMode", handle, on);
        }

        /** The media; null where the frame is refused. */
        byte[] decrypt(byte[] frame) {
            MemorySegment.copy(frame, 0, input, JAVA_BYTE, 0, frame.length);
            int result;
            try {
                result = (int) DECRYPT.invokeExact(
                        handle, AUDIO, input, (long) frame.length, output, output.byteSize(), written);
            } catch (Throwable e) {
                throw new IllegalStateException("decrypt", e);
            }
            return result != 0 ? null : output.asSlice(0, written.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
        }

        @Override
        public void close() {
            run("daveDecryptorDestroy", handle);
            arena.close();
        }
    }
}
