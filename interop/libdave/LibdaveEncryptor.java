import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** What a session's own frames go through. */
final class LibdaveEncryptor implements AutoCloseable {
    static final int AUDIO = 0;
    private static final int OPUS = 1;
    private static final int SSRC = 1;
    /** Frames have handles of their own, which cost nothing beside the call. */
    private static final MethodHandle ENCRYPT = Libdave.handle(
            "daveEncryptorEncrypt",
            FunctionDescriptor.of(
                    JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS));

    private final MemorySegment handle = (MemorySegment) Libdave.call(ADDRESS, "daveEncryptorCreate");
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment input = arena.allocate(1 << 16);
    private final MemorySegment output = arena.allocate(1 << 17);
    private final MemorySegment written = arena.allocate(JAVA_LONG);

    LibdaveEncryptor() {
        Libdave.run("daveEncryptorAssignSsrcToCodec", handle, SSRC, OPUS);
    }

    /** Takes the keys of a session's epoch; false if it is in no group. */
    boolean ratchet(LibdaveSession session, String user) {
        MemorySegment ratchet = session.keyRatchet(user);
        if (ratchet.equals(MemorySegment.NULL)) {
            return false;
        }
        Libdave.run("daveEncryptorSetKeyRatchet", handle, ratchet);
        Libdave.run("daveKeyRatchetDestroy", ratchet);
        return true;
    }

    void passthrough(boolean on) {
        Libdave.run("daveEncryptorSetPassthroughMode", handle, on);
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
        Libdave.run("daveEncryptorDestroy", handle);
        arena.close();
    }
}
