package dev.acord.sim.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The channels that somebody is in, by guild. */
final class RoomBook {
    private final DaveService.Factory dave;
    private final Map<Long, Map<Long, Room>> rooms = new HashMap<>();

    RoomBook(DaveService.Factory dave) {
        this.dave = dave;
    }

    /** The channel; made when nobody is in it yet. */
    Room enter(long guildId, long channelId) {
        return rooms.computeIfAbsent(guildId, g -> new HashMap<>())
                .computeIfAbsent(channelId, c -> new Room(guildId, c, dave.create(c)));
    }

    /** Forgets a channel that nobody is in any more. */
    void leave(Room room) {
        Map<Long, Room> channels = rooms.get(room.guildId);
        if (room.members.isEmpty() && channels != null) {
            channels.remove(room.channelId, room);
        }
    }

    List<Room> all() {
        List<Room> all = new ArrayList<>();
        rooms.values().forEach(channels -> all.addAll(channels.values()));
        return all;
    }
}
