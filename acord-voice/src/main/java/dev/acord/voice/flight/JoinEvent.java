package dev.acord.voice.flight;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** From the first attempt to a session that audio can be sent into, or to the end of the attempts. */
@Name("dev.acord.voice.Join")
@Label("Voice Join")
@Description("A voice channel was joined, or could not be")
final class JoinEvent extends CallEvent {
    @Label("Stages")
    @Description("The stages in order, each with the milliseconds it took")
    String stages = "";

    @Label("Outcome")
    @Description("ready, or why there is no session")
    String outcome = "";
}
