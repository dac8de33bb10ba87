package dev.acord.sim.discord.protocol;

/**
 * A request, read whole.
 *
 * @param method the method, in capitals
 * @param path the path after {@code /api/v10}, with a slash first
 * @param query the query, without its question mark; empty for none
 * @param authorization the header Authorization; empty for none
 * @param body JSON, or empty for none; of a request with files the part that is JSON
 * @param files how many files came with it
 */
public record RestRequest(String method, String path, String query, String authorization, String body, int files) {

    /**
     * The request without its secrets.
     *
     * @return method and path
     */
    @Override
    public String toString() {
        return method + " " + path.replaceAll("(interactions/[0-9]+|webhooks/[0-9]+)/[^/]+", "$1/TOKEN");
    }
}
