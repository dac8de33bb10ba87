package dev.acord.cli.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.acord.audio.ffmpeg.FfmpegException;
import dev.acord.audio.ffmpeg.FfmpegExecutable;
import dev.acord.audio.opus.OpusEncoder;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.opus.OpusException;
import dev.acord.audio.opus.OpusProvider;
import dev.acord.audio.opus.OpusProviders;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** What can be said without a call: the Java runtime, its cryptography, Opus, ffmpeg, and what the machine gives us. */
final class MachineChecks {
    private static final int PACKET_BYTES = 240;
    private static final int TRIALS = 20_000;
    private static final int FRAME = 960;
    private static final long MIN_HEAP = 48L << 20;
    private static final long MIN_FILES = 256;

    private MachineChecks() {}

    static Finding java() {
        int version = Runtime.version().feature();
        String seen = Runtime.version() + " by " + System.getProperty("java.vendor") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return version >= 17 ? Finding.good("java", seen) : Finding.bad("java", seen, "Java 17 or newer is needed");
    }

    /** What the transport and MLS need of the runtime's providers, and how fast it is. */
    static Finding crypto() {
        List<String> missing = new ArrayList<>();
        need(missing, "AES/GCM/NoPadding", () -> Cipher.getInstance("AES/GCM/NoPadding"));
        need(missing, "ChaCha20-Poly1305", () -> Cipher.getInstance("ChaCha20-Poly1305"));
        need(missing, "HmacSHA256", () -> javax.crypto.Mac.getInstance("HmacSHA256"));
        need(missing, "EC P-256", () -> {
            java.security.KeyPairGenerator pairs = java.security.KeyPairGenerator.getInstance("EC");
            pairs.initialize(new java.security.spec.ECGenParameterSpec("secp256r1"));
            return pairs.generateKeyPair();
        });
        if (!missing.isEmpty()) {
            return Finding.bad(
                    "crypto",
                    "missing: " + String.join(", ", missing),
                    "use a Java runtime with the modules java.base and jdk.crypto.ec, and without a restricted provider list");
        }
        try {
            return ofSpeed(sealUs());
        } catch (GeneralSecurityException e) {
            return Finding.bad("crypto", "AES-GCM fails: " + e.getMessage(), "use another Java runtime");
        }
    }

    static Finding ofSpeed(double us) {
        String seen = String.format(Locale.ROOT, "all there; AES-GCM takes %.1f us for a packet", us);
        return us < 10
                ? Finding.good("crypto", seen)
                : Finding.doubtful(
                        "crypto",
                        seen,
                        "the processor or the Java runtime has no fast AES: prefer the mode XCHACHA20_POLY1305");
    }

    /** Microseconds that one encryption of an Opus packet takes, when hot. */
    static double sealUs() throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
        byte[] in = new byte[PACKET_BYTES];
        byte[] out = new byte[PACKET_BYTES + 16];
        byte[] nonce = new byte[12];
        long startNs = 0;
        for (int i = 0; i < 2 * TRIALS; i++) {
            if (i == TRIALS) {
                startNs = System.nanoTime();
            }
            nonce[0] = (byte) i;
            nonce[1] = (byte) (i >> 8);
            nonce[2] = (byte) (i >> 16);
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
            cipher.doFinal(in, 0, in.length, out, 0);
        }
        return (System.nanoTime() - startNs) / 1e3 / TRIALS;
    }

    private interface Trial {
        Object run() throws GeneralSecurityException;
    }

    private static void need(List<String> missing, String name, Trial trial) {
        try {
            trial.run();
        } catch (GeneralSecurityException e) {
            missing.add(name);
        }
    }

    static Finding opus() throws OpusException {
        OpusProvider active = OpusProviders.active();
        List<String> broken = new ArrayList<>();
        for (OpusProvider each : OpusProviders.found()) {
            OpusProviders.selfTest(each).ifPresent(why -> broken.add(each.name() + " (" + why + ")"));
        }
        String seen = String.format(
                Locale.ROOT,
                "%s, self-test passed; %.0f us to encode 20 ms of stereo",
                active.name(),
                encodeUs(active));
        return broken.isEmpty()
                ? Finding.good("opus", seen)
                : Finding.doubtful(
                        "opus",
                        seen + "; does not work: " + String.join(", ", broken),
                        "nothing has to be done; for the native one, add its natives for this platform");
    }

    /** Microseconds that a frame of noise takes, when hot. */
    static double encodeUs(OpusProvider provider) throws OpusException {
        short[] pcm = new short[2 * FRAME];
        java.util.Random random = new java.util.Random(1);
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) (random.nextGaussian() * 3_000);
        }
        byte[] packet = new byte[1_500];
        try (OpusEncoder encoder = provider.encoder(OpusEncoderOptions.defaults())) {
            long startNs = 0;
            for (int i = 0; i < 600; i++) {
                if (i == 300) {
                    startNs = System.nanoTime();
                }
                encoder.encode(pcm, 0, FRAME, packet, 0, packet.length);
            }
            return (System.nanoTime() - startNs) / 1e3 / 300;
        }
    }

    static Finding ffmpeg() {
        Path program;
        try {
            program = FfmpegExecutable.locate(null);
        } catch (FfmpegException e) {
            return Finding.doubtful(
                    "ffmpeg",
                    "not found; WAV, AIFF, AU, Ogg Opus and WebM play without it, nothing else",
                    "install ffmpeg (Debian: apt install ffmpeg), name it with ACORD_FFMPEG, or add the module acord-ffmpeg");
        }
        Optional<Path> probe = FfmpegExecutable.findProbe(null);
        if (probe.isEmpty()) {
            return Finding.doubtful(
                    "ffmpeg",
                    program + ", without ffprobe",
                    "install ffprobe beside it: lengths of files are unknown without");
        }
        return Finding.good("ffmpeg", program + ", " + probe.get());
    }

    static Finding resources() {
        long heap = Runtime.getRuntime().maxMemory();
        int processors = Runtime.getRuntime().availableProcessors();
        long files = Long.MAX_VALUE;
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            files = unix.getMaxFileDescriptorCount();
        }
        return ofResources(heap, processors, files);
    }

    static Finding ofResources(long heapBytes, int processors, long files) {
        String seen = processors + (processors == 1 ? " processor, " : " processors, ") + (heapBytes >> 20)
                + " MiB of heap" + (files == Long.MAX_VALUE ? "" : ", " + files + " open files");
        if (heapBytes < MIN_HEAP) {
            return Finding.bad(
                    "resources", seen, "a bot needs 48 MiB of heap at least: raise -Xmx or the container's memory");
        }
        if (files < MIN_FILES) {
            return Finding.doubtful("resources", seen, "each connection opens two: raise the limit (ulimit -n)");
        }
        return Finding.good("resources", seen);
    }
}
