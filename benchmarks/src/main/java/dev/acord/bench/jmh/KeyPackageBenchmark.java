package dev.acord.bench.jmh;

import dev.acord.dave.mls.KeyPackageBundle;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a client does before there is a group; no size to choose. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class KeyPackageBenchmark {
    private final SecureRandom random = new SecureRandom();
    private final SignatureKeyPair signer = SignatureKeyPair.generate(random);

    /**
     * A key package with a new leaf: two key pairs, two signatures.
     *
     * @return the key package with its private keys
     */
    @Benchmark
    public KeyPackageBundle keyPackage() {
        return KeyPackageBundle.generate(MlsCall.id(1), signer, random);
    }
}
