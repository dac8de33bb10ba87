package dev.acord.dave.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One client in a call, whoever implements it: takes what a gateway sends, answers to an {@link Uplink}, and has media. */
interface DavePeer extends AutoCloseable {
    /** What a client sends to its gateway. */
    interface Uplink {
        void keyPackage(DavePeer from, byte[] keyPackage);

        void commitWelcome(DavePeer from, byte[] commitWelcome);

        void ready(DavePeer from, int transitionId);

        void invalid(DavePeer from, int transitionId);
    }

    /** An encrypted frame on its way. */
    record Frame(long sender, String media, String sent) {}

    long user();

    /** Whether a gateway may send it what is meant for members while it waits for its welcome. */
    boolean hearsOthers();

    void sessionDescription(int version);

    void userConnected(long other);

    void userDisconnected(long other);

    void prepareTransition(int id, int version);

    void executeTransition(int id);

    void prepareEpoch(long epoch, int version);

    void externalSender(byte[] payload);

    void proposals(byte[] payload);

    void announceCommit(int id, byte[] commit);

    void welcome(int id, byte[] welcome);

    /** The group's epoch; -1 while it is in none. */
    long epoch();

    /** 30 digits; empty while it is in no group. */
    String privacyCode();

    /** Who is in the group, sorted as unsigned numbers. */
    List<Long> members();

    /** The code that is the same at the other's. */
    String verificationCode(long other);

    /** What it sends for a frame; null while it sends nothing. */
    byte @Nullable [] send(byte[] media);

    /** What it makes of frames: the media, or null where it refuses one. */
    List<byte @Nullable []> receive(List<Frame> frames);

    @Override
    void close();
}
