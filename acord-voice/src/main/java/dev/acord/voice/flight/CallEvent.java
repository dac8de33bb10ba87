package dev.acord.voice.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;

/** What all events of a connection have. */
@Category({"Acord", "Voice"})
@StackTrace(false)
abstract class CallEvent extends Event {
    @Label("Guild")
    @Description("The guild's id, unsigned")
    String guild = "";

    @Label("Channel")
    @Description("The channel's id, unsigned")
    String channel = "";
}
