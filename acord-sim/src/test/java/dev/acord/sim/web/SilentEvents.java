package dev.acord.sim.web;

import dev.acord.sim.websocket.EndpointEvents;
import dev.acord.sim.websocket.GatewayEndpoint;

/** For a websocket that never opens. */
final class SilentEvents implements EndpointEvents {
    @Override
    public void opened(GatewayEndpoint endpoint) {}

    @Override
    public void text(long id, String message) {}

    @Override
    public void binary(long id, byte[] message) {}

    @Override
    public void tooLarge(long id) {}

    @Override
    public void closed(long id, int code) {}
}
