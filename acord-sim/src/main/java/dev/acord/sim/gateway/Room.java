package dev.acord.sim.gateway;

import com.google.gson.JsonElement;
import dev.acord.sim.media.MediaRoom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A channel with members in it. */
final class Room {
    final long guildId;
    final long channelId;
    final MediaRoom media = new MediaRoom();
    final DaveService dave;
    final List<VoiceSession> members = new ArrayList<>();

    Room(long guildId, long channelId, DaveService dave) {
        this.guildId = guildId;
        this.channelId = channelId;
        this.dave = dave;
    }

    /** Sends a message to everybody but one. */
    void broadcast(@Nullable VoiceSession except, int opcode, JsonElement data) {
        for (VoiceSession member : members) {
            if (member != except) {
                member.send(opcode, data);
            }
        }
    }
}
