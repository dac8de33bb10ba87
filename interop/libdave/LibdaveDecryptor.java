import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** What another user's frames go through. */
final class LibdaveDecryptor implements AutoCloseable {
    private static final MethodHandle DECRYPT = Libdave.handle(
            "daveDecryptorDecrypt",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS));

    private final MemorySegment handle = (MemorySegment) Libdave.call(ADDRESS, "daveDecryptorCreate");
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment input = arena.allocate(1 << 16);
    private final MemorySegment output = arena.allocate(1 << 16);
    private final MemorySegment written = arena.allocate(JAVA_LONG);

    void ratchet(LibdaveSession session, String user) {
        MemorySegment ratchet = session.keyRatchet(user);
        if (!ratchet.equals(MemorySegment.NULL)) {
            Libdave.run("daveDecryptorTransitionToKeyRatchet", handle, ratchet);
            Libdave.run("daveKeyRatchetDestroy", ratchet);
        }
    }

    void passthrough(boolean on) {
        Libdave.run("daveDecryptorTransitionToPassthroughMode", handle, on);
    }

    /** The media; null where the frame is refused. */
    byte[] decrypt(byte[] frame) {
        MemorySegment.copy(frame, 0, input, JAVA_BYTE, 0, frame.length);
        int result;
        try {
            result = (int) DECRYPT.invokeExact(
                    handle, LibdaveEncryptor.AUDIO, input, (long) frame.length, output, output.byteSize(), written);
        } catch (Throwable e) {
            throw new IllegalStateException("decrypt", e);
        }
        return result != 0 ? null : output.asSlice(0, written.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
    }

    @Override
    public void close() {
        Libdave.run("daveDecryptorDestroy", handle);
        arena.close();
    }
}
