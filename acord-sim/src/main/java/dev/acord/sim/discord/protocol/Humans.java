package dev.acord.sim.discord.protocol;

import dev.acord.sim.VoiceTicket;

/** Takes what the main gateway tells human members. No call may block or call back. */
public interface Humans {
    /**
     * Somebody is in another place.
     *
     * @param place the place
     */
    void voiceState(VoicePlace place);

    /**
     * Somebody has new credentials.
     *
     * @param ticket the credentials
     */
    void voiceServer(VoiceTicket ticket);
}
