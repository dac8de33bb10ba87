package dev.acord.voice.rtp;

import static dev.acord.voice.rtp.BigEndian.INT;
import static dev.acord.voice.rtp.BigEndian.unsignedShort;

/**
 * Reads the reception reports of a decrypted RTCP packet (RFC 3550 section 6.4).
 *
 * <p>A datagram holds one or more RTCP packets in a row, each with this header; {@code length} counts 32-bit words after the first one:
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   |V=2|P|   RC    |      PT       |            length             |   PT 200: sender report, 201: receiver report
 *   |                       SSRC of the sender                      |
 *   |                 NTP timestamp, upper 32 bits                  |   these five words
 *   |                 NTP timestamp, lower 32 bits                  |   in a sender report only
 *   |                         RTP timestamp                         |
 *   |                     sender's packet count                     |
 *   |                     sender's octet count                      |
 *   |                SSRC of the source reported on                 |   RC times: a report block
 *   | fraction lost |     cumulative number of packets lost (signed)|
 *   |           extended highest sequence number received           |
 *   |                     interarrival jitter                       |
 *   |                       last SR (LSR)                           |
 *   |                 delay since last SR (DLSR)                    |
 *   |                  profile-specific extensions                  |
 * </pre>
 *
 * <p>Before anything of it is used, the whole datagram is checked as in RFC 3550 appendix A.2: every packet has version 2, their lengths add
 * up to the datagram's, only the last one has padding, and the blocks fit. One rule is not insisted on, that a report comes first: RFC 5506
 * lets servers leave it out. No state, no allocation but the reports.
 */
public final class RtcpReader {
    /** Status: the datagram is not RTCP as the specification has it; nothing of it was delivered. */
    public static final int MALFORMED = -1;

    private static final int SENDER_REPORT = 200;
    private static final int RECEIVER_REPORT = 201;
    private static final int LAST_TYPE = 207;

    private static final int HEADER_BYTES = 4;
    private static final int REPORTER = 4;
    private static final int RECEIVER_REPORT_BYTES = 8;
    private static final int SENDER_INFO_BYTES = 20;
    private static final int PADDING_BIT = 0x20;
    private static final int COUNT_MASK = 0x1F;

    private static final int BLOCK_BYTES = 24;
    private static final int BLOCK_LOSS = 4;
    private static final int BLOCK_HIGHEST = 8;
    private static final int BLOCK_JITTER = 12;
    private static final int BLOCK_LSR = 16;
    private static final int BLOCK_DLSR = 20;

    private RtcpReader() {}

    /** Takes reports, on the reading thread. */
    @FunctionalInterface
    public interface Sink {
        /**
         * One report block, in the order of the datagram.
         *
         * @param report its contents
         */
        void onReport(ReceptionReport report);
    }

    /**
     * Reads a datagram.
     *
     * @param buf the array
     * @param off where the decrypted datagram starts
     * @param len its bytes
     * @param sink takes the reports
     * @return how many reports there were, 0 or more, or {@link #MALFORMED}
     */
    public static int read(byte[] buf, int off, int len, Sink sink) {
        int end = off + len;
        if (!isValid(buf, off, end)) {
            return MALFORMED;
        }
        int reports = 0;
        for (int at = off; at < end; at += packetBytes(buf, at)) {
            int type = buf[at + 1] & 0xFF;
            if (type == SENDER_REPORT || type == RECEIVER_REPORT) {
                reports += deliver(buf, at, type, sink);
            }
        }
        return reports;
    }

    private static boolean isValid(byte[] buf, int off, int end) {
        int at = off;
        while (at < end) {
            if (end - at < HEADER_BYTES || RtpHeader.version(buf, at) != RtpHeader.VERSION) {
                return false;
            }
            int bytes = packetBytes(buf, at);
            int type = buf[at + 1] & 0xFF;
            if (bytes > end - at || type < SENDER_REPORT || type > LAST_TYPE) {
                return false;
            }
            int paddingBytes = 0;
            if ((buf[at] & PADDING_BIT) != 0) {
                paddingBytes = buf[at + bytes - 1] & 0xFF;
                boolean possible = paddingBytes > 0 && paddingBytes % 4 == 0 && paddingBytes <= bytes - HEADER_BYTES;
                if (at + bytes != end || !possible) {
                    return false;
                }
            }
            boolean report = type == SENDER_REPORT || type == RECEIVER_REPORT;
            if (report && firstBlock(type) + BLOCK_BYTES * blocks(buf, at) > bytes - paddingBytes) {
                return false;
            }
            at += bytes;
        }
        return at > off;
    }

    private static int packetBytes(byte[] buf, int at) {
        return Integer.BYTES * (unsignedShort(buf, at + 2) + 1);
    }

    private static int blocks(byte[] buf, int at) {
        return buf[at] & COUNT_MASK;
    }

    private static int firstBlock(int type) {
        return type == SENDER_REPORT ? RECEIVER_REPORT_BYTES + SENDER_INFO_BYTES : RECEIVER_REPORT_BYTES;
    }

    private static int deliver(byte[] buf, int at, int type, Sink sink) {
        int reporter = (int) INT.get(buf, at + REPORTER);
        int count = blocks(buf, at);
        for (int i = 0; i < count; i++) {
            int block = at + firstBlock(type) + BLOCK_BYTES * i;
            int loss = (int) INT.get(buf, block + BLOCK_LOSS);
            sink.onReport(new ReceptionReport(
                    reporter,
                    (int) INT.get(buf, block),
                    loss >>> 24,
                    loss << 8 >> 8,
                    unsigned(buf, block + BLOCK_HIGHEST),
                    unsigned(buf, block + BLOCK_JITTER),
                    unsigned(buf, block + BLOCK_LSR),
                    unsigned(buf, block + BLOCK_DLSR)));
        }
        return count;
    }

    private static long unsigned(byte[] buf, int at) {
        return Integer.toUnsignedLong((int) INT.get(buf, at));
    }
}
