package dev.acord.fuzz;

import static dev.acord.fuzz.Checks.check;

import dev.acord.audio.AudioSource;
import dev.acord.audio.opus.OpusFault;
import dev.acord.audio.opus.OpusPacket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads a source of packets as a player does, and checks what every source promises. */
public final class PacketReading {
    private static final int MARGIN = 8;

    private PacketReading() {}

    /**
     * The packets that are left.
     *
     * @param limit more packets than any input of this size can hold
     */
    public static List<byte[]> rest(AudioSource source, int limit) throws IOException {
        List<byte[]> packets = new ArrayList<>();
        byte[] buffer = new byte[MARGIN + AudioSource.MAX_PACKET_BYTES + MARGIN];
        while (true) {
            int length = source.read(buffer, MARGIN);
            if (length == AudioSource.END) {
                break;
            }
            check(length > 0 && length <= AudioSource.MAX_PACKET_BYTES, () -> "a packet of " + length + " bytes");
            OpusFault fault = OpusPacket.check(buffer, MARGIN, length);
            check(fault == OpusFault.NONE, () -> "a packet that is none: " + fault);
            packets.add(Arrays.copyOfRange(buffer, MARGIN, MARGIN + length));
            check(packets.size() <= limit, () -> "more than " + limit + " packets");
            // not more than this: the times of a damaged file go back and forth
            check(!source.position().orElse(Duration.ZERO).isNegative(), () -> "at " + source.position());
        }
        check(source.read(buffer, MARGIN) == AudioSource.END, () -> "something comes after the end");
        for (int i = 0; i < MARGIN; i++) {
            check(buffer[i] == 0 && buffer[buffer.length - 1 - i] == 0, () -> "a byte outside of the room was written");
        }
        return packets;
    }

    /**
     * Goes to some places, and reads on from each.
     *
     * @param gaps whether the container can have times at which there is nothing; what follows a gap is reached then
     */
    public static void seek(AudioSource source, FuzzInput in, int limit, boolean gaps) throws IOException {
        Optional<Duration> duration = source.duration();
        check(duration.isEmpty() || !duration.get().isNegative(), () -> "a duration of " + duration);
        for (int i = 0; i < 3 && source.isSeekable(); i++) {
            Duration target = Duration.ofMillis(in.u16() * (in.flag() ? 1L : 1_000L));
            Duration reached = source.seek(target);
            boolean behindEnd = duration.isPresent() && target.compareTo(duration.get()) >= 0;
            check(!reached.isNegative(), () -> "reached " + reached);
            check(
                    gaps || behindEnd || reached.compareTo(target) <= 0,
                    () -> "reached " + reached + " instead of " + target + " of " + duration);
            Optional<Duration> position = source.position();
            check(position.isEmpty() || position.get().equals(reached), () -> "at " + position + ", not " + reached);
            rest(source, limit);
        }
    }
}
