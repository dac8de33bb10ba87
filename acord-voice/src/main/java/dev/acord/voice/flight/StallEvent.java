package dev.acord.voice.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The sending thread could not run for longer than is caught up. */
@Name("dev.acord.voice.Stall")
@Label("Pacer Stall")
@Description("Audio was not sent, because the machine or the garbage collector stopped the sending thread")
@Category({"Acord", "Voice"})
@StackTrace(false)
final class StallEvent extends Event {
    @Label("Skipped Milliseconds")
    @Description("Time that was not caught up")
    int skippedMs;

    @Label("Skipped Packets")
    @Description("Packets of 20 ms that would have been sent in that time, of all connections that were sending")
    long skippedPackets;

    @Label("Connections")
    @Description("How many connections were sending")
    int connections;
}
