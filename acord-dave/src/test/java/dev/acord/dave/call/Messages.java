package dev.acord.dave.call;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.message.ProposalRef;
import java.util.Arrays;
import java.util.List;

/** What a gateway puts around MLS. */
final class Messages {
    private Messages() {}

    /** Something that reads what a client sent. */
    interface Reading<T> {
        T read() throws MlsException;
    }

    /** Opcode 27 with proposals. */
    static byte[] proposals(List<byte[]> messages) {
        MlsWriter list = new MlsWriter();
        messages.forEach(list::bytes);
        return new MlsWriter().u8(0).vector(list).toBytes();
    }

    /** Opcode 27 with what is revoked. */
    static byte[] revocation(List<ProposalRef> refs) {
        MlsWriter list = new MlsWriter();
        refs.forEach(ref -> list.vector(ref.bytes()));
        return new MlsWriter().u8(1).vector(list).toBytes();
    }

    /** A welcome with the secrets for one key package only, as a gateway forwards it. */
    static byte[] welcomeFor(byte[] keyPackageRef, byte[] welcome) throws MlsException {
        MlsReader in = new MlsReader(welcome);
        int suite = in.u16();
        MlsReader secrets = in.vectorReader();
        byte[] groupInfo = in.vector();
        in.finish();
        while (secrets.hasRemaining()) {
            byte[] ref = secrets.vector();
            byte[] kemOutput = secrets.vector();
            byte[] ciphertext = secrets.vector();
            if (Arrays.equals(ref, keyPackageRef)) {
                MlsWriter only = new MlsWriter().vector(ref).vector(kemOutput).vector(ciphertext);
                return new MlsWriter().u16(suite).vector(only).vector(groupInfo).toBytes();
            }
        }
        throw new AssertionError("a welcome without a member that its commit adds");
    }
}
