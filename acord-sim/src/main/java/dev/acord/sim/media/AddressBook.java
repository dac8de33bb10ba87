package dev.acord.sim.media;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which members are behind an address; usually one, but a client may use one socket for several calls. */
final class AddressBook {
    private final Map<InetSocketAddress, List<MediaMember>> members = new HashMap<>();

    List<MediaMember> at(InetSocketAddress address) {
        return members.getOrDefault(address, List.of());
    }

    void bind(MediaMember member, InetSocketAddress address) {
        unbind(member);
        member.bound = address;
        members.computeIfAbsent(address, a -> new ArrayList<>(1)).add(member);
    }

    void unbind(MediaMember member) {
        InetSocketAddress old = member.bound;
        @Nullable List<MediaMember> there = old == null ? null : members.get(old);
        if (there != null) {
            there.remove(member);
            if (there.isEmpty()) {
                members.remove(old);
            }
        }
        member.bound = null;
    }
}
