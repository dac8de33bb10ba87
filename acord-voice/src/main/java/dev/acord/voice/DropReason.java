package dev.acord.voice;

/**
 * Why a packet, received or about to be sent, was dropped. Every drop is counted under exactly one reason; none ends a connection or a
 * user's stream.
 */
public enum DropReason {
    /** Received: fewer bytes than the smallest packet of its kind, so nothing in it can be authentic. */
    TOO_SHORT,
    /** Received: more bytes than a voice packet can have. */
    TOO_LARGE,
    /** Received: the first byte does not carry RTP version 2, and the datagram is none of the other kinds that are known. */
    NOT_RTP,
    /** Received: RTP, but not Opus audio (payload type 120); video and retransmissions, for instance. */
    OTHER_PAYLOAD_TYPE,
    /** Received: the contributing sources or the header extension do not fit into the packet. */
    MALFORMED_HEADER,
    /** Received: the transport encryption's tag is wrong for every key that is valid now. */
    AUTHENTICATION_FAILED,
    /** Received: the padding bit is set, but the padding's length is zero or more than the payload. */
    BAD_PADDING,
    /** Received: nothing is left after the padding is removed. Such packets are normal: servers use them to probe the bandwidth. */
    ALL_PADDING,
    /** Received: our own packet came back. */
    OWN_SSRC,
    /** Received: no user is known for the packet's synchronisation source (yet, or any more). */
    UNKNOWN_SSRC,
    /** Received: a second copy of a packet. */
    DUPLICATE,
    /** Received: a new synchronisation source, while the limit of sources is reached and all of them are active. */
    TOO_MANY_SOURCES,
    /** The end-to-end encryption could not decrypt the received frame, or could not encrypt the frame to send. */
    E2EE_FAILED,
    /** Received: the user of the library takes frames more slowly than they arrive, and the bounded queue is full. */
    SLOW_CONSUMER,
    /** Received: an authentic RTCP packet. It carries no audio; its reports on us are used. */
    RTCP,
    /** Received: an authentic RTCP packet that breaks RFC 3550, so that none of its reports is used. */
    MALFORMED_RTCP,
    /** To send: the operating system's send buffer is full. */
    SEND_BUFFER_FULL,
    /** To send: the operating system refused the packet, for instance because the server's port is unreachable. */
    SEND_FAILED,
    /** Received: the socket reported an error in place of a datagram. */
    RECEIVE_FAILED,
    /** To send: the frame and its encryption do not fit into the packet buffer. */
    FRAME_TOO_LARGE,
    /** To send: every nonce under the transport key is used; the connection needs a new key. */
    NONCE_EXHAUSTED,
    /** Received or to send before the session has a transport key. */
    NOT_READY
}
