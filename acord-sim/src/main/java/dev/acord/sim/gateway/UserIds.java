package dev.acord.sim.gateway;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/** User ids as messages have them. */
final class UserIds {
    private UserIds() {}

    static JsonPrimitive id(long snowflake) {
        return new JsonPrimitive(Long.toUnsignedString(snowflake));
    }

    /** The content of opcode 11. */
    static JsonObject message(JsonArray ids) {
        JsonObject message = new JsonObject();
        message.add("user_ids", ids);
        return message;
    }
}
