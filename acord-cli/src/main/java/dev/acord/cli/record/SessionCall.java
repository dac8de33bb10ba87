package dev.acord.cli.record;

import dev.acord.cli.CommandFailure;
import dev.acord.cli.ExitCode;
import dev.acord.voice.CloseReason;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceListener;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceServerInfo;
import dev.acord.voice.VoiceState;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A call with credentials that somebody else's main gateway sent. */
final class SessionCall implements JoinedCall {
    private final VoiceServerInfo info;
    private final VoiceConnection connection;

    SessionCall(VoiceServerInfo info, VoiceOptions options) {
        this.info = info;
        this.connection = VoiceConnection.create(info, options);
    }

    @Override
    public void join(VoiceListener listener, Consumer<String> tell, Runnable over) {
        connection.addListener(listener);
        connection.closed().thenAccept(reason -> over.run());
        connection.connect();
    }

    @Override
    public @Nullable VoiceServerInfo info() {
        return info;
    }

    @Override
    public void update(VoiceServerInfo next) {
        connection.update(next);
    }

    @Override
    public void leave() {
        connection.disconnect("the recording is over").join();
    }

    @Override
    public @Nullable CommandFailure lost() {
        CloseReason reason = connection.closed().join();
        if (reason.kind() == CloseReason.Kind.LOCAL) {
            return null;
        }
        boolean lost = reason.stage() == VoiceState.AWAITING_SERVER;
        String code = reason.code() == 0 ? "" : " (close code " + reason.code() + ")";
        return new CommandFailure(reason.message() + code, lost ? ExitCode.SESSION_LOST : ExitCode.FAILURE);
    }

    @Override
    public void close() {
        connection.close();
    }
}
