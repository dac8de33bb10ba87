package dev.acord.voice.rtp;

import static dev.acord.voice.rtp.BigEndian.LONG;

import dev.acord.voice.DropReason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a session's UDP: tells the kinds of datagrams apart and turns RTP packets into Opus frames, in the caller's array and
 * in this order: header checks, transport decryption, extension body, padding, end-to-end decryption, {@link Sink}. Nothing that arrives makes it
 * throw; what is not delivered is counted in {@link DropCounters}.
 *
 * <p>Sequence numbers count as seen when the transport decryption has worked, so forged packets cannot shut out authentic ones. Not thread
 * safe: all methods belong to the thread that receives.
 */
public final class RtpReceiver {
    /** The largest datagram that is looked at; voice packets stay below 1,500 bytes on common paths. */
    public static final int MAX_DATAGRAM_BYTES = 4096;
    /** Bytes of a keepalive, and of the server's echo. */
    public static final int KEEPALIVE_BYTES = 8;
    /** The most sources that are kept. */
    public static final int MAX_SOURCES = 512;
    /** How long the previous transport key is still accepted after a new one. */
    public static final long REKEY_GRACE_NS = 2_000_000_000L;

    /** A source that was silent so long makes room for a new one when {@link #MAX_SOURCES} is reached. */
    static final long SOURCE_IDLE_NS = 60_000_000_000L;

    private static final int NO_KEY = Integer.MIN_VALUE;
    private static final int FIRST_RTCP_TYPE = 200;
    private static final int LAST_RTCP_TYPE = 204;

    private final int ownSsrc;
    private final DropCounters drops;
    private final SourceTable sources = new SourceTable(MAX_SOURCES, SOURCE_IDLE_NS);
    private @Nullable TransportCipher cipher;
    private @Nullable TransportCipher previousCipher;
    private long graceEndNs;
    private byte[] ciphertextCopy = new byte[0];

    /**
     * A receiver without keys: until {@link #rekey} only keepalive echoes and IP discovery get through.
     *
     * @param ownSsrc our own synchronisation source, whose packets are dropped
     * @param drops receives the counts; counted by the receiving thread
     */
    public RtpReceiver(int ownSsrc, DropCounters drops) {
        this.ownSsrc = ownSsrc;
        this.drops = drops;
    }

    /** Where the contents of datagrams go, on the receiving thread. The arrays are valid until the method returns. */
    public interface Sink {
        /**
         * A frame without transport encryption, extension and padding; end-to-end encryption, if any, is still on it.
         *
         * @param ssrc the synchronisation source
         * @param sequence the sequence number, 0 to 65535; in the order of arrival, with gaps
         * @param timestamp samples per channel at 48 kHz, 0 to 2<sup>32</sup> - 1
         * @param marker the marker bit
         * @param buf the array
         * @param off where the frame starts
         * @param len bytes of the frame, at least 1
         */
        void onFrame(int ssrc, int sequence, long timestamp, boolean marker, byte[] buf, int off, int len);

        /**
         * The echo of a keepalive.
         *
         * @param value its eight bytes, big-endian
         */
        default void onKeepaliveEcho(long value) {}

        /**
         * What looks like an IP discovery response, for {@link IpDiscoverySession#handleDatagram}.
         *
         * @param buf the array
         * @param off where the datagram starts
         * @param len bytes of the datagram
         */
        default void onIpDiscovery(byte[] buf, int off, int len) {}

        /**
         * An authentic RTCP packet, decrypted; also counted as {@link DropReason#RTCP} or {@link DropReason#MALFORMED_RTCP}. Its
         * reports on us follow.
         *
         * @param buf the array
         * @param off where the packet starts
         * @param len bytes of the packet, header included
         */
        default void onRtcp(byte[] buf, int off, int len) {}

        /**
         * What a receiver says about our own packets.
         *
         * @param report the report
         * @param nowNs when it came
         */
        default void onReport(ReceptionReport report, long nowNs) {}
    }

    /**
     * Sets the transport key. Packets under the previous one are accepted for another {@link #REKEY_GRACE_NS}.
     *
     * @param next the transport encryption, from now on owned by this object
     * @param nowNs the time
     */
    public void rekey(TransportCipher next, long nowNs) {
        if (next == cipher) {
            return;
        }
        forgetPreviousCipher();
        previousCipher = cipher;
        cipher = next;
        graceEndNs = nowNs + REKEY_GRACE_NS;
        if (previousCipher != null && ciphertextCopy.length == 0) {
            ciphertextCopy = new byte[MAX_DATAGRAM_BYTES];
        }
    }

    /**
     * Handles one datagram; its bytes are undefined afterwards.
     *
     * @param packet the array
     * @param offset where the datagram starts
     * @param length bytes of the datagram
     * @param nowNs when it arrived
     * @param sink receives the contents
     * @throws IndexOutOfBoundsException if the array does not hold {@code length} bytes from {@code offset}
     */
    public void handleDatagram(byte[] packet, int offset, int length, long nowNs, Sink sink) {
        Objects.checkFromIndexSize(offset, length, packet.length);
        if (length > MAX_DATAGRAM_BYTES) {
            drops.count(DropReason.TOO_LARGE);
        } else if (length == KEEPALIVE_BYTES) {
            sink.onKeepaliveEcho((long) LONG.get(packet, offset));
        } else if (IpDiscoverySession.isResponse(packet, offset, length)) {
            sink.onIpDiscovery(packet, offset, length);
        } else if (length < RtpHeader.BYTES) {
            drops.count(DropReason.TOO_SHORT);
        } else if (RtpHeader.version(packet, offset) != RtpHeader.VERSION) {
            drops.count(DropReason.NOT_RTP);
        } else if (isRtcp(packet, offset)) {
            drops.count(handleRtcp(packet, offset, length, nowNs, sink));
        } else {
            DropReason reason = handleRtp(packet, offset, length, nowNs, sink);
            if (reason != null) {
                drops.count(reason);
            }
        }
    }

    /** RFC 5761 section 4: the types of RTCP would be payload types 72 to 76 with the marker bit. */
    private static boolean isRtcp(byte[] packet, int offset) {
        int type = packet[offset + 1] & 0xFF;
        return type >= FIRST_RTCP_TYPE && type <= LAST_RTCP_TYPE;
    }

    private DropReason handleRtcp(byte[] packet, int offset, int length, long nowNs, Sink sink) {
        int opened = open(true, packet, offset, length, nowNs);
        if (opened < 0) {
            return reasonOf(opened);
        }
        int bytes = TransportCipher.RTCP_HEADER_BYTES + opened;
        sink.onRtcp(packet, offset, bytes);
        int reports = RtcpReader.read(packet, offset, bytes, report -> {
            if (report.ssrc() == ownSsrc) {
                sink.onReport(report, nowNs);
            }
        });
        return reports == RtcpReader.MALFORMED ? DropReason.MALFORMED_RTCP : DropReason.RTCP;
    }

    private @Nullable DropReason handleRtp(byte[] packet, int offset, int length, long nowNs, Sink sink) {
        if (RtpHeader.payloadType(packet, offset) != RtpHeader.PAYLOAD_TYPE_OPUS) {
            return DropReason.OTHER_PAYLOAD_TYPE;
        }
        int headerBytes = TransportCipher.authenticatedBytes(packet, offset);
        if (headerBytes > length) {
            return DropReason.MALFORMED_HEADER;
        }
        int extensionBytes =
                RtpHeader.extension(packet, offset) ? Integer.BYTES * RtpHeader.extensionWords(packet, offset) : 0;
        int roomBytes = length - headerBytes - TransportCipher.OVERHEAD_BYTES;
        if (roomBytes < 0) {
            return DropReason.TOO_SHORT;
        }
        if (extensionBytes > roomBytes) {
            return DropReason.MALFORMED_HEADER;
        }
        int ssrc = RtpHeader.ssrc(packet, offset);
        if (ssrc == ownSsrc) {
            return DropReason.OWN_SSRC;
        }
        int opened = open(false, packet, offset, length, nowNs);
        if (opened < 0) {
            return reasonOf(opened);
        }
        int sequence = RtpHeader.sequence(packet, offset);
        RtpSource source = sources.findOrAdd(ssrc, sequence, nowNs);
        if (source == null) {
            return DropReason.TOO_MANY_SOURCES;
        }
        if (!source.accept(sequence, RtpHeader.timestamp(packet, offset), nowNs)) {
            return DropReason.DUPLICATE;
        }
        return deliver(packet, offset, headerBytes + extensionBytes, opened - extensionBytes, sink);
    }

    private @Nullable DropReason deliver(byte[] packet, int offset, int payloadStart, int payloadBytes, Sink sink) {
        int payload = offset + payloadStart;
        int frameBytes = payloadBytes;
        if (RtpHeader.padding(packet, offset)) {
            int paddingBytes = payloadBytes == 0 ? 0 : packet[payload + payloadBytes - 1] & 0xFF;
            if (paddingBytes == 0 || paddingBytes > payloadBytes) {
                return DropReason.BAD_PADDING;
            }
            frameBytes -= paddingBytes;
        }
        if (frameBytes == 0) {
            return DropReason.ALL_PADDING;
        }
        sink.onFrame(
                RtpHeader.ssrc(packet, offset),
                RtpHeader.sequence(packet, offset),
                RtpHeader.timestamp(packet, offset),
                RtpHeader.marker(packet, offset),
                packet,
                payload,
                frameBytes);
        return null;
    }

    /** Opens with the current key, and, for a moment after a change, with the previous one. */
    private int open(boolean rtcp, byte[] packet, int offset, int length, long nowNs) {
        TransportCipher current = cipher;
        if (current == null) {
            return NO_KEY;
        }
        if (previousCipher != null && nowNs - graceEndNs >= 0) {
            forgetPreviousCipher();
        }
        TransportCipher previous = previousCipher;
        if (previous == null) {
            return openWith(current, rtcp, packet, offset, length);
        }
        // a failed attempt may overwrite the ciphertext (JDK 25 does)
        System.arraycopy(packet, offset, ciphertextCopy, 0, length);
        int opened = openWith(current, rtcp, packet, offset, length);
        if (opened >= 0) {
            return opened;
        }
        System.arraycopy(ciphertextCopy, 0, packet, offset, length);
        return openWith(previous, rtcp, packet, offset, length);
    }

    private static int openWith(TransportCipher cipher, boolean rtcp, byte[] packet, int offset, int length) {
        return rtcp ? cipher.openRtcp(packet, offset, length) : cipher.openRtp(packet, offset, length);
    }

    private static DropReason reasonOf(int status) {
        return switch (status) {
            case NO_KEY -> DropReason.NOT_READY;
            case TransportCipher.TOO_SHORT -> DropReason.TOO_SHORT;
            default -> DropReason.AUTHENTICATION_FAILED;
        };
    }

    private void forgetPreviousCipher() {
        if (previousCipher != null) {
            previousCipher.destroy();
            previousCipher = null;
        }
    }

    /**
     * Forgets a source, when its user has left.
     *
     * @param ssrc the synchronisation source
     */
    public void forget(int ssrc) {
        sources.remove(ssrc);
    }

    /**
     * The reception of one source.
     *
     * @param ssrc the synchronisation source
     * @return the numbers, or empty if nothing authentic was received from it
     */
    public Optional<SourceStatistics> statistics(int ssrc) {
        RtpSource source = sources.find(ssrc);
        return source == null ? Optional.empty() : Optional.of(source.statistics());
    }

    /**
     * The reception of all sources.
     *
     * @return a copy, in no order
     */
    public List<SourceStatistics> statistics() {
        return sources.statistics();
    }

    /** Wipes the transport keys; RTP and RTCP are dropped as {@link DropReason#NOT_READY} until the next {@link #rekey}. */
    public void destroy() {
        forgetPreviousCipher();
        if (cipher != null) {
            cipher.destroy();
            cipher = null;
        }
    }
}
