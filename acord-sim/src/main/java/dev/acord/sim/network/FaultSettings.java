package dev.acord.sim.network;

/**
 * A whole bad day in one text: network conditions and fault rates, such as {@code loss=0.1,jitter=60ms,kill=10s,crash=60s}.
 *
 * @param conditions the network, for both directions
 * @param rates the faults
 */
public record FaultSettings(NetworkConditions conditions, FaultRates rates) {
    /**
     * Reads the keys of {@link NetworkConditions#parse} and of {@link FaultRates#parse}, in any order.
     *
     * @param text the conditions and rates
     * @return both
     * @throws MalformedConditionsException when the text is wrong
     */
    public static FaultSettings parse(String text) {
        NetworkConditionsBuilder conditions = NetworkConditions.builder();
        FaultRates rates = FaultRates.NONE;
        for (ConditionText.Entry entry : ConditionText.entries(text)) {
            if (!conditions.take(entry)) {
                FaultRates more = rates.take(entry);
                if (more == rates) {
                    throw entry.unknown(NetworkConditions.KEYS + ", " + FaultRates.KEYS);
                }
                rates = more;
            }
        }
        return new FaultSettings(conditions.build(), rates);
    }
}
