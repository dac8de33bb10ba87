package dev.acord.audio.opus.libopus;

import dev.acord.audio.opus.OpusControl;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.Configuration;
import org.lwjgl.util.opus.Opus;

/** Loads the library once, and what encoder and decoder have in common. */
final class Libopus {

    private static final int PROBE_COMPLEXITY = 3;

    private Libopus() {}

    /**
     * Loads the library, the first time; afterwards says the same again.
     *
     * @throws UnsatisfiedLinkError if it cannot be used; the message says why
     */
    static void load() {
        String failure = Loading.FAILURE;
        if (failure != null) {
            throw new UnsatisfiedLinkError(failure);
        }
    }

    /** Whether a list of memory mappings ({@code /proc/self/maps}) is that of a process that runs on musl. */
    static boolean mapsMusl(Stream<String> mappings) {
        return mappings.anyMatch(line -> line.contains("/ld-musl-"));
    }

    /** Room for samples outside the heap. */
    static ShortBuffer samples(int count) {
        return ByteBuffer.allocateDirect(count * Short.BYTES)
                .order(ByteOrder.nativeOrder())
                .asShortBuffer();
    }

    /** Room for one number outside the heap. */
    static IntBuffer number() {
        return ByteBuffer.allocateDirect(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .asIntBuffer();
    }

    /** Refuses a result of libopus that only a bug of ours can cause. */
    static int checked(String call, int result) {
        if (result < 0) {
            throw new IllegalStateException("libopus refused " + call + ": " + Opus.opus_strerror(result));
        }
        return result;
    }

    private static @Nullable String loadFailure() {
        if (isMusl()) {
            return "LWJGL's libraries are made for glibc, and this Java virtual machine runs on musl";
        }
        if (Configuration.DEBUG_STREAM.get() == null) {
            // or else LWJGL prints its failures to System.err
            Configuration.DEBUG_STREAM.set(LwjglLog.stream());
        }
        try {
            return probeFailure();
        } catch (LinkageError | RuntimeException e) {
            return "libopus cannot be loaded: " + e;
        }
    }

    /** A control takes a variable argument list, which some bindings pass wrongly on some platforms: see whether one arrives. */
    private static @Nullable String probeFailure() {
        IntBuffer number = number();
        long encoder = Opus.opus_encoder_create(48_000, 2, 2_049, number);
        if (encoder == 0) {
            return "libopus cannot make an encoder: " + Opus.opus_strerror(number.get(0));
        }
        try {
            Opus.opus_encoder_ctl(encoder, Opus.OPUS_SET_COMPLEXITY(PROBE_COMPLEXITY));
            Opus.opus_encoder_ctl(encoder, Opus.OPUS_GET_COMPLEXITY(number));
            return number.get(0) == PROBE_COMPLEXITY
                    ? null
                    : "libopus does not get the controls that it is sent (" + OpusControl.COMPLEXITY + " became "
                            + number.get(0) + ")";
        } finally {
            Opus.opus_encoder_destroy(encoder);
        }
    }

    private static boolean isMusl() {
        try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            return mapsMusl(mappings);
        } catch (IOException | RuntimeException e) {
            return false; // no Linux, or a hardened one: loading will tell
        }
    }

    private static final class Loading {
        static final @Nullable String FAILURE = loadFailure();
    }
}
