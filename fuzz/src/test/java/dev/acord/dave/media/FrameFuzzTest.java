package dev.acord.dave.media;

import static dev.acord.fuzz.Checks.check;
import static dev.acord.fuzz.Checks.same;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.acord.fuzz.FuzzInput;
import dev.acord.fuzz.Guarded;
import java.util.Arrays;
import java.util.Optional;

/**
 * End-to-end encrypted frames: noise, and real ones that were changed on their way. What is decrypted is what was encrypted, once; what is
 * refused stays as it came.
 */
class FrameFuzzTest {
    private static final int MAX_STEPS = 64;

    @FuzzTest
    void fuzz(byte[] data) {
        FuzzInput in = new FuzzInput(data);
        Stream stream = new Stream();
        for (int step = 0; step < MAX_STEPS && in.hasMore(); step++) {
            stream.step(in);
        }
        long counted = 0;
        for (DecryptStatus status : DecryptStatus.values()) {
            counted += stream.decryption.count(status);
        }
        long sum = counted;
        check(sum == stream.frames, () -> sum + " of " + stream.frames + " frames are counted");
        stream.decryption.wipe();
        stream.encryption.wipe();
    }

    private static final class Stream {
        final FrameEncryption encryption = new FrameEncryption();
        final FrameDecryption decryption = new FrameDecryption();
        long frames;
        private final byte[] secret = new byte[16];
        private long nowNs;
        private boolean plainAllowed;

        Stream() {
            encryption.ratchet(secret);
            decryption.ratchet(secret, nowNs);
        }

        void step(FuzzInput in) {
            switch (in.below(8)) {
                case 0 -> noise(in.bytes());
                case 1 -> {
                    byte[] frame = in.bytes();
                    noise(withFooter(frame, in.bytes()));
                }
                case 2 -> nowNs += in.u16() * 1_000_000L;
                case 3 -> rekey();
                case 4 -> {
                    decryption.passthroughNever();
                    plainAllowed = false;
                }
                case 5 -> {
                    decryption.passthroughAlways();
                    plainAllowed = true;
                }
                case 6 -> changed(in.bytes(), in);
                default -> unchanged(in.bytes());
            }
        }

        private void rekey() {
            secret[0]++;
            encryption.ratchet(secret);
            decryption.ratchet(secret, nowNs);
        }

        /** A frame whose marker and size are right, so that the rest of its footer is read. */
        private static byte[] withFooter(byte[] media, byte[] supplement) {
            byte[] frame = Arrays.copyOf(media, media.length + supplement.length + 3);
            System.arraycopy(supplement, 0, frame, media.length, supplement.length);
            frame[frame.length - 3] = (byte) (supplement.length + 3);
            frame[frame.length - 2] = (byte) 0xFA;
            frame[frame.length - 1] = (byte) 0xFA;
            return frame;
        }

        private void noise(byte[] frame) {
            Guarded guarded = new Guarded(frame, 0);
            int result = decrypt(guarded, frame);
            if (result >= 0) {
                check(
                        plainAllowed || OpusSilence.is(frame, 0, frame.length),
                        () -> "noise passed as " + result + " bytes");
                same(frame, guarded.first(result), "a frame that passed");
            }
        }

        private void changed(byte[] frame, FuzzInput in) {
            byte[] encrypted = encrypted(frame);
            byte[] changed = in.mutated(encrypted);
            Guarded guarded = new Guarded(changed, 0);
            int result = decrypt(guarded, changed);
            boolean isProtocolFrame = DaveFrame.isProtocolFrame(changed, 0, changed.length);
            if (result >= 0 && isProtocolFrame) {
                same(frame, guarded.first(result), "a changed frame that is authentic");
            }
        }

        private void unchanged(byte[] frame) {
            byte[] encrypted = encrypted(frame);
            Guarded guarded = new Guarded(encrypted, 0);
            int result = decrypt(guarded, encrypted);
            check(result == frame.length, () -> "an authentic frame gave " + result);
            same(frame, guarded.first(result), "a frame");
            if (!OpusSilence.is(frame, 0, frame.length)) {
                int again = decrypt(new Guarded(encrypted, 0), encrypted);
                check(
                        DecryptStatus.refusal(again).equals(Optional.of(DecryptStatus.REPLAYED)),
                        () -> "the same frame again gave " + again);
            }
        }

        private byte[] encrypted(byte[] frame) {
            Guarded guarded = new Guarded(frame, encryption.overheadBytes());
            int capacity = frame.length + encryption.overheadBytes();
            int length = encryption.encrypt(guarded.array(), guarded.offset(), frame.length, capacity);
            guarded.verify();
            check(length >= frame.length && length <= capacity, () -> "encrypted to " + length + " bytes");
            return guarded.first(length);
        }

        private int decrypt(Guarded guarded, byte[] before) {
            frames++;
            int result = decryption.decrypt(guarded.array(), guarded.offset(), before.length, nowNs);
            guarded.verify();
            check(result <= before.length, () -> before.length + " bytes became " + result);
            if (result < 0) {
                check(DecryptStatus.refusal(result).isPresent(), () -> "no status has the code " + result);
                same(before, guarded.first(before.length), "a refused frame");
            }
            return result;
        }
    }
}
