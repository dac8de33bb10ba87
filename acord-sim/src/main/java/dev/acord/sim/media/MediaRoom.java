package dev.acord.sim.media;

import java.util.ArrayList;
import java.util.List;

/** The members of one channel that hear each other. Not thread safe. */
public final class MediaRoom {
    private final List<MediaMember> members = new ArrayList<>();

    /** Creates an empty room. */
    public MediaRoom() {}

    List<MediaMember> members() {
        return members;
    }
}
