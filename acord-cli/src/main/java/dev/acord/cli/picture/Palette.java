package dev.acord.cli.picture;

/**
 * Colours of levels: from nearly white for silence over greens and blues to nearly black. Each is darker than the one before, so they can
 * be told apart in any way of seeing colours, and on a print without any.
 */
public final class Palette {
    private static final int[] COLOURS = {
        0xFFFFF4, 0xE4F3DB, 0xBFE3CB, 0x8CCFC6, 0x55B3C6, 0x2E8FBC, 0x2468A6, 0x234486, 0x1A2455, 0x0A0C24
    };

    private Palette() {}

    /**
     * The colour of a level.
     *
     * @param level 0 to 1; what is beyond has the colour of the end
     * @return {@code 0xRRGGBB}
     */
    public static int colour(double level) {
        double at = Math.max(0, Math.min(1, level)) * (COLOURS.length - 1);
        int below = Math.min(COLOURS.length - 2, (int) at);
        return mixed(COLOURS[below], COLOURS[below + 1], at - below);
    }

    private static int mixed(int from, int to, double part) {
        int colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int a = from >> shift & 0xFF;
            int b = to >> shift & 0xFF;
            colour |= (int) Math.round(a + (b - a) * part) << shift;
        }
        return colour;
    }
}
