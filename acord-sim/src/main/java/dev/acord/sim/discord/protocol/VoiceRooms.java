package dev.acord.sim.discord.protocol;

import dev.acord.sim.VoiceTicket;

/** The voice server behind the main gateway. */
public interface VoiceRooms {
    /**
     * Makes credentials for a channel; those that the user had before are void.
     *
     * @param channelId the channel
     * @param userId the user
     * @return the credentials
     */
    VoiceTicket invite(long channelId, long userId);

    /**
     * Ends a user's voice session and makes its credentials void.
     *
     * @param userId the user; it need not be there
     */
    void expel(long userId);

    /**
     * Whether a user's voice session is up.
     *
     * @param userId the user
     * @return whether it is
     */
    boolean connected(long userId);
}
