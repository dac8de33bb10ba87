package dev.acord.voice.flight;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** From the first message about a new epoch to frames that are encrypted in it. */
@Name("dev.acord.voice.Transition")
@Label("DAVE Transition")
@Description("The call's end-to-end encryption went to another epoch")
final class TransitionEvent extends CallEvent {
    @Label("Epoch")
    @Description("The epoch of the group, in which frames are encrypted from now on")
    long epoch;

    @Label("Members")
    @Description("How many are in the group, oneself included")
    int members;
}
