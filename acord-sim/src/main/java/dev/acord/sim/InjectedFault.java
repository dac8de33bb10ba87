package dev.acord.sim;

import dev.acord.sim.network.Fault;
import org.jspecify.annotations.Nullable;

/**
 * A fault that has been let loose.
 *
 * @param fault the fault
 * @param userId the member that it was meant for, or 0 for all
 * @param struck whether there was something to strike, such as an open websocket
 * @param ticket the member's new credentials, where the fault comes with them; otherwise null
 */
public record InjectedFault(Fault fault, long userId, boolean struck, @Nullable VoiceTicket ticket) {}
