package dev.acord.sim.discord.protocol;

import com.google.gson.JsonElement;

/**
 * An answer to a request.
 *
 * @param status the HTTP status
 * @param body JSON; empty for none
 */
public record RestResponse(int status, String body) {
    static final RestResponse NO_CONTENT = new RestResponse(204, "");

    static RestResponse ok(JsonElement body) {
        return new RestResponse(200, body.toString());
    }

    /**
     * An error in the shape of the service.
     *
     * @param status the HTTP status
     * @param code the service's own code, 0 for none
     * @param message what is wrong
     * @return the answer
     */
    public static RestResponse error(int status, int code, String message) {
        return new RestResponse(
                status, Json.object("message", message, "code", code).toString());
    }
}
