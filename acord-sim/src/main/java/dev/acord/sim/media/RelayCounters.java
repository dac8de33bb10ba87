package dev.acord.sim.media;

import java.util.Map;
import java.util.TreeMap;

/** What became of the datagrams. Not thread safe. */
final class RelayCounters {
    long received;
    long forwarded;
    long discoveries;
    long keepalives;
    long rtcp;
    long strangers;
    long malformed;
    long withoutKey;
    long notAuthentic;
    long duplicates;
    long wrongSsrc;
    long notSent;

    Map<String, Long> snapshot() {
        Map<String, Long> map = new TreeMap<>();
        map.put("received", received);
        map.put("forwarded", forwarded);
        map.put("discoveries", discoveries);
        map.put("keepalives", keepalives);
        map.put("rtcp", rtcp);
        map.put("dropped-stranger", strangers);
        map.put("dropped-malformed", malformed);
        map.put("dropped-without-key", withoutKey);
        map.put("dropped-not-authentic", notAuthentic);
        map.put("dropped-duplicate", duplicates);
        map.put("dropped-wrong-ssrc", wrongSsrc);
        map.put("not-sent", notSent);
        return map;
    }
}
