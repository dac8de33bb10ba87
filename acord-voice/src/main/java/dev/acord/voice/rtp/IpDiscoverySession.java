package dev.acord.voice.rtp;

import static dev.acord.voice.rtp.BigEndian.INT;
import static dev.acord.voice.rtp.BigEndian.SHORT;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * IP discovery: asks the voice server for the address and port under which it sees us, and asks again, because datagrams get lost.
 *
 * <pre>
 * | type, 2 bytes: 1 request, 2 response | length, 2: 70 | ssrc, 4 | address, 64, NUL-terminated text | port, 2 |
 * </pre>
 *
 * States: asking, then done or failed. The owner calls {@link #poll} in a loop, sends {@link #request} on {@link Step#SEND}, and waits for
 * datagrams until {@link #nextPollNs} on {@link Step#WAIT}; every datagram goes to {@link #handleDatagram}. Requests
 * are small and any of them, or its answer, may be lost, so the waits are short at first and grow by half from one to the next. Not thread safe.
 */
public final class IpDiscoverySession {
    /** Bytes of a request and of a response. */
    public static final int BYTES = 74;
    /** Requests that are sent by default: with {@link #DEFAULT_FIRST_WAIT_NS}, 6 s until the failure. */
    public static final int DEFAULT_ATTEMPTS = 10;
    /** The default wait after the first request. */
    public static final long DEFAULT_FIRST_WAIT_NS = 100_000_000L;

    private static final int TYPE_REQUEST = 1;
    private static final int TYPE_RESPONSE = 2;
    private static final int LENGTH_FIELD = BYTES - 4;
    private static final int LENGTH_OFFSET = 2;
    private static final int SSRC_OFFSET = 4;
    private static final int ADDRESS_OFFSET = 8;
    private static final int ADDRESS_BYTES = 64;
    private static final int PORT_OFFSET = ADDRESS_OFFSET + ADDRESS_BYTES;
    private static final int MAX_ATTEMPTS = 16;
    private static final long MAX_WAIT_NS = 1_000_000_000L;

    private final int ssrc;
    private final int attempts;
    private long waitNs;
    private int sent;
    private long deadlineNs;
    private boolean failed;
    private @Nullable String address;
    private int port;

    /** What the owner does next. */
    public enum Step {
        /** Send the request now, then poll again. */
        SEND,
        /** Nothing until a datagram arrives or {@link #nextPollNs} is reached. */
        WAIT,
        /** The address is known. */
        DONE,
        /** No valid response came to any request. */
        FAILED
    }

    /**
     * A discovery with the default attempts.
     *
     * @param ssrc the synchronisation source that the gateway assigned
     */
    public IpDiscoverySession(int ssrc) {
        this(ssrc, DEFAULT_ATTEMPTS, DEFAULT_FIRST_WAIT_NS);
    }

    /**
     * A discovery.
     *
     * @param ssrc the synchronisation source that the gateway assigned
     * @param attempts requests that are sent at most, 1 to 16
     * @param firstWaitNs the wait after the first request, positive; every further one is half as long again, up to 1 s
     * @throws IllegalArgumentException if a number is out of range
     */
    public IpDiscoverySession(int ssrc, int attempts, long firstWaitNs) {
        if (attempts < 1 || attempts > MAX_ATTEMPTS || firstWaitNs < 1 || firstWaitNs > MAX_WAIT_NS) {
            throw new IllegalArgumentException("1 to 16 attempts and a first wait of up to 1 s are possible, not "
                    + attempts + " and " + firstWaitNs + " ns");
        }
        this.ssrc = ssrc;
        this.attempts = attempts;
        this.waitNs = firstWaitNs;
    }

    /**
     * The request, the same each time.
     *
     * @return a new array of {@link #BYTES} bytes
     */
    public byte[] request() {
        byte[] request = new byte[BYTES];
        SHORT.set(request, 0, (short) TYPE_REQUEST);
        SHORT.set(request, LENGTH_OFFSET, (short) LENGTH_FIELD);
        INT.set(request, SSRC_OFFSET, ssrc);
        return request;
    }

    /**
     * Asks what to do now. {@link Step#SEND} is returned once per request.
     *
     * @param nowNs the time
     * @return the step
     */
    public Step poll(long nowNs) {
        if (address != null) {
            return Step.DONE;
        }
        if (failed) {
            return Step.FAILED;
        }
        if (sent > 0 && nowNs - deadlineNs < 0) {
            return Step.WAIT;
        }
        if (sent == attempts) {
            failed = true;
            return Step.FAILED;
        }
        deadlineNs = nowNs + waitNs;
        waitNs = Math.min(waitNs + waitNs / 2, MAX_WAIT_NS);
        sent++;
        return Step.SEND;
    }

    /**
     * When {@link #poll} has something to say again, unless a datagram comes first; meaningful after {@link Step#SEND} and {@link Step#WAIT}.
     *
     * @return the time, on the clock of {@code nowNs}
     */
    public long nextPollNs() {
        return deadlineNs;
    }

    /**
     * Takes a datagram. Whatever is not a valid response to our request changes nothing.
     *
     * @param buf the array
     * @param off where the datagram starts
     * @param len bytes of the datagram
     * @param nowNs when it arrived; a response counts until {@link #poll} has returned {@link Step#FAILED}
     * @return true if the address is known because of this datagram
     */
    public boolean handleDatagram(byte[] buf, int off, int len, long nowNs) {
        if (address != null || failed || sent == 0 || !isResponse(buf, off, len)) {
            return false;
        }
        if ((int) INT.get(buf, off + SSRC_OFFSET) != ssrc) {
            return false;
        }
        int portField = BigEndian.unsignedShort(buf, off + PORT_OFFSET);
        String text = terminatedText(buf, off + ADDRESS_OFFSET);
        if (portField == 0 || text == null || !IpLiteral.isValid(text)) {
            return false;
        }
        address = text;
        port = portField;
        return true;
    }

    /** Whether a datagram has the size, type and length of a response; RTP has other first bytes. */
    static boolean isResponse(byte[] buf, int off, int len) {
        return len == BYTES
                && BigEndian.unsignedShort(buf, off) == TYPE_RESPONSE
                && BigEndian.unsignedShort(buf, off + LENGTH_OFFSET) == LENGTH_FIELD;
    }

    private static @Nullable String terminatedText(byte[] buf, int start) {
        for (int i = 0; i < ADDRESS_BYTES; i++) {
            if (buf[start + i] == 0) {
                return new String(buf, start, i, StandardCharsets.ISO_8859_1);
            }
        }
        return null;
    }

    /**
     * The requests that were to be sent so far.
     *
     * @return 0 to the number of attempts
     */
    public int requests() {
        return sent;
    }

    /**
     * Our external address.
     *
     * @return an IPv4 or IPv6 address as text, as the server wrote it
     * @throws IllegalStateException before {@link Step#DONE}
     */
    public String address() {
        if (address == null) {
            throw new IllegalStateException(
                    "the external address is not known: " + (failed ? "discovery failed" : "no response yet"));
        }
        return address;
    }

    /**
     * Our external port.
     *
     * @return 1 to 65535
     * @throws IllegalStateException before {@link Step#DONE}
     */
    public int port() {
        address();
        return port;
    }
}
