package dev.acord.sim.virtual;

public final class Try {
    private Try() {}

    public static void main(String[] args) {
        long first = Long.parseLong(args[0]);
        int n = Integer.parseInt(args[1]);
        boolean dave = args.length > 2;
        int bad = 0;
        long virtual = 0;
        long packets = 0, heard = 0, events = 0, res = 0, need = 0, gave = 0;
        double heal = 0;
        long t = System.nanoTime();
        for (long s = first; s < first + n; s++) {
            ScenarioResult r = Scenario.run(s, dave);
            virtual += r.virtualTime().toSeconds();
            packets += r.packets();
            heard += r.heard();
            events += r.events();
            res += r.resumed();
            need += r.serverNeeded();
            gave += r.givenUp();
            heal = Math.max(heal, r.healing().toMillis() / 1e3);
            if (!r.failures().isEmpty()) {
                bad++;
                if (bad <= 12)
                    System.out.println("seed " + s + " "
                            + r.failures().subList(0, Math.min(3, r.failures().size())));
            }
        }
        double sec = (System.nanoTime() - t) / 1e9;
        System.out.printf(
                "%d scenarios, %d bad, %.1f s (%.1f ms each), %d s virtual, %d packets, %d heard, %d events, resumed %d, needed %d, gave up %d, heal max %.1f s%n",
                n, bad, sec, sec * 1000 / n, virtual, packets, heard, events, res, need, gave, heal);
    }
}
