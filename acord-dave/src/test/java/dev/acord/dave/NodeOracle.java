package dev.acord.dave;

import java.util.List;

/** Other people's implementations behind a Node process; a test that opens one is skipped, with a message, where there is none. */
public final class NodeOracle extends Oracle {
    private NodeOracle(Process process) {
        super(process);
    }

    /** Starts Node; OpenSSL's questions can be asked. */
    public static NodeOracle open() {
        return new NodeOracle(start(List.of("node", script("node/oracle.mjs").toString())));
    }

    /** Starts Node; davey's questions can be asked too. */
    public static NodeOracle openWithDavey() {
        NodeOracle oracle = open();
        if (!oracle.ask("hasDavey").equals("true")) {
            oracle.close();
            throw skip("run 'npm install' in interop/node for @snazzah/davey");
        }
        return oracle;
    }
}
