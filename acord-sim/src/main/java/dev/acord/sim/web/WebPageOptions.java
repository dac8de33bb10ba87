package dev.acord.sim.web;

import java.util.Map;

/**
 * What a {@link WebPage} shows, and where.
 *
 * @param host the numeric address to listen on; there is no login, so anything but a loopback address lets the network in
 * @param port the port, 0 for a free one
 * @param guildId the guild
 * @param channelId the channel
 * @param firstUserId the user id of the first open page; the others follow
 * @param maxPages how many pages may be open at once, 1 to 100
 * @param names how members are called, by their user ids; others are shown as their ids
 */
public record WebPageOptions(
        String host, int port, long guildId, long channelId, long firstUserId, int maxPages, Map<Long, String> names) {
    private static final long FIRST_USER = 9_000;
    private static final int MAX_PAGES = 8;

    /**
     * Checks and copies.
     *
     * @param host the numeric address to listen on
     * @param port the port, 0 to 65535
     * @param guildId the guild
     * @param channelId the channel
     * @param firstUserId the user id of the first open page
     * @param maxPages how many pages may be open at once
     * @param names names of members by user id
     * @throws IllegalArgumentException when a number is out of its range
     */
    public WebPageOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("the page's port must be 0 to 65535, not " + port);
        }
        if (maxPages < 1 || maxPages > 100) {
            throw new IllegalArgumentException("maxPages must be 1 to 100, not " + maxPages);
        }
        names = Map.copyOf(names);
    }

    /**
     * A page on a free port of the loopback address, for up to 8 browsers.
     *
     * @param guildId the guild
     * @param channelId the channel
     * @return the options
     */
    public static WebPageOptions of(long guildId, long channelId) {
        return new WebPageOptions("127.0.0.1", 0, guildId, channelId, FIRST_USER, MAX_PAGES, Map.of());
    }

    /**
     * The same elsewhere.
     *
     * @param address the numeric address to listen on
     * @param number the port, 0 for a free one
     * @return other options
     */
    public WebPageOptions at(String address, int number) {
        return new WebPageOptions(address, number, guildId, channelId, firstUserId, maxPages, names);
    }

    /**
     * The same with names.
     *
     * @param called names of members by user id
     * @return other options
     */
    public WebPageOptions named(Map<Long, String> called) {
        return new WebPageOptions(host, port, guildId, channelId, firstUserId, maxPages, called);
    }

    /**
     * The same with another limit.
     *
     * @param pages how many pages may be open at once, 1 to 100
     * @return other options
     */
    public WebPageOptions limited(int pages) {
        return new WebPageOptions(host, port, guildId, channelId, firstUserId, pages, names);
    }
}
