package dev.acord.voice.flight;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** From the moment a playing source had nothing to the moment it had again, or was stopped. */
@Name("dev.acord.voice.Underrun")
@Label("Player Underrun")
@Description("A player's source gave nothing, so that silence was heard")
final class UnderrunEvent extends CallEvent {
    @Label("Ended By")
    @Description("The player's state afterwards")
    String endedBy = "";
}
