package dev.acord.voice;

/** How far a {@link VoiceConnection} is. A time-out names the state that it was in. */
public enum VoiceState {
    /** {@link VoiceConnection#connect()} has not been called. */
    NEW("not started"),
    /** The websocket is being opened. */
    CONNECTING("opening the websocket to the voice server"),
    /** The websocket is open; the server's Hello has not come. */
    AWAITING_HELLO("waiting for the voice server's Hello"),
    /** Identified; the server's Ready has not come. */
    IDENTIFYING("waiting for the voice server to accept the session"),
    /** The external UDP address is being discovered. */
    DISCOVERING("discovering the external UDP address"),
    /** Transport and mode are selected; the session description has not come. */
    SELECTING("waiting for the session description"),
    /** Audio can be sent and received. */
    READY("ready"),
    /** The websocket was lost and the session is being taken up again; audio goes on meanwhile. */
    RESUMING("resuming the session"),
    /** The session is lost, and the main gateway must be asked for a new one: {@link VoiceConnection#update}. */
    AWAITING_SERVER("waiting for a new voice session from the main gateway"),
    /** In no channel, until somebody joins one again ({@link GuildVoice#join}); players and receivers stay attached. */
    IDLE("in no channel"),
    /** Closed for good. */
    CLOSED("closed");

    private final String description;

    VoiceState(String description) {
        this.description = description;
    }

    /**
     * What is going on in this state, to complete the sentence "failed while ...".
     *
     * @return a few English words
     */
    public String description() {
        return description;
    }
}
