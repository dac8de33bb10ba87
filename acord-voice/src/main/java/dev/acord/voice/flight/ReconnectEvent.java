package dev.acord.voice.flight;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** From the loss of a session or its websocket to a session that audio can be sent into, or to the end of the attempts. */
@Name("dev.acord.voice.Reconnect")
@Label("Voice Reconnect")
@Description("A voice session was lost, and taken up again or replaced")
final class ReconnectEvent extends CallEvent {
    @Label("Why")
    @Description("What was lost, and how")
    String why = "";

    @Label("Close Code")
    @Description("The websocket close code; 0 where there was none")
    int closeCode;

    @Label("Resumed")
    @Description("Whether the same session went on; otherwise there is a new one")
    boolean resumed;

    @Label("Outcome")
    @Description("ready, or why there is no session")
    String outcome = "";
}
