package dev.acord.sim.discord.protocol;

/** A request that is refused, with the answer to it. */
final class RestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    RestException(int status, int code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static RestException unknown(int code, String what) {
        return new RestException(404, code, "Unknown " + what);
    }

    static RestException invalid(String what) {
        return new RestException(400, 50_035, "Invalid Form Body: " + what);
    }

    RestResponse response() {
        return RestResponse.error(status, code, String.valueOf(getMessage()));
    }

    /** Whether it is the bot's fault in a way that no retry and no state of the guild explains. */
    boolean malformed() {
        return status == 400;
    }
}
