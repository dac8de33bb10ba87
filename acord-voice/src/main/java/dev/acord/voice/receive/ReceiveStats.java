package dev.acord.voice.receive;

/**
 * What a {@link SpeechDecoder} has made of a user's packets, at one moment.
 *
 * @param packets what came and what did not, and the delay
 * @param recoveredByFec losses filled from the error correction data of the packet that followed
 * @param concealedMs sound that was made up, in ms: losses that could not be recovered, and what could not be decoded
 * @param undecodable packets that were no valid Opus, and were concealed
 */
public record ReceiveStats(JitterStats packets, long recoveredByFec, double concealedMs, long undecodable) {}
