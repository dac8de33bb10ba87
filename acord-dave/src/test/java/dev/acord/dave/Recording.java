package dev.acord.dave;

import java.util.ArrayList;
import java.util.List;

/** Writes down what a session wants done, in words. */
final class Recording implements DaveActions {
    private final List<String> actions = new ArrayList<>();
    byte[] keyPackage = new byte[0];
    byte[] commitWelcome = new byte[0];
    byte[] ownSecret = new byte[0];
    DaveEpoch epoch = DaveEpoch.none(0);

    /** What was wanted since the last call. */
    List<String> take() {
        List<String> taken = List.copyOf(actions);
        actions.clear();
        return taken;
    }

    @Override
    public void sendKeyPackage(byte[] bytes) {
        keyPackage = bytes;
        actions.add("key package");
    }

    @Override
    public void sendCommitWelcome(byte[] bytes) {
        commitWelcome = bytes;
        actions.add("commit");
    }

    @Override
    public void sendTransitionReady(int transitionId) {
        actions.add("ready " + transitionId);
    }

    @Override
    public void sendInvalidCommitWelcome(int transitionId) {
        actions.add("invalid " + transitionId);
    }

    @Override
    public void receiveWith(long userId, byte[] baseSecret) {
        actions.add("receive " + userId);
    }

    @Override
    public void receivePlain(boolean allowed) {
        actions.add("receive plain " + allowed);
    }

    @Override
    public void sendWith(byte[] baseSecret) {
        ownSecret = baseSecret;
        actions.add("send encrypted");
    }

    @Override
    public void sendPlain() {
        actions.add("send plain");
    }

    @Override
    public void sendNothing() {
        actions.add("send nothing");
    }

    @Override
    public void onEpoch(DaveEpoch next) {
        epoch = next;
        actions.add("epoch " + next.epoch() + " of version " + next.protocolVersion());
    }

    /** Without the detail, which tests read from {@link #lastWhy}. */
    @Override
    public void onRefused(int opcode, String why) {
        lastWhy = why;
        actions.add("refused " + opcode);
    }

    String lastWhy = "";
}
