package dev.acord.system;

import net.dv8tion.jda.api.entities.channel.middleman.AudioChannel;

/** What JDA 6 wants of the main gateway for one guild, and when it takes that as done. */
final class JdaRequest {
    enum Stage {
        CONNECT,
        RECONNECT,
        DISCONNECT
    }

    final Stage stage;
    final AudioChannel channel;
    /** Sent, and not to be sent again before ten seconds are over. */
    volatile boolean sent;

    private JdaRequest(Stage stage, AudioChannel channel, boolean sent) {
        this.stage = stage;
        this.channel = channel;
        this.sent = sent;
    }

    /** A wish, where there may be one already. */
    static JdaRequest merged(JdaRequest waiting, Stage wish, AudioChannel channel) {
        if (waiting == null) {
            return new JdaRequest(wish, channel, false);
        }
        Stage stage =
                switch (wish) {
                    case RECONNECT -> Stage.RECONNECT;
                    case DISCONNECT -> Stage.DISCONNECT;
                    case CONNECT -> waiting.stage == Stage.DISCONNECT ? Stage.RECONNECT : waiting.stage;
                };
        return new JdaRequest(stage, channel == null ? waiting.channel : channel, waiting.sent);
    }

    /** What is left of it when the bot is in this channel. */
    JdaRequest after(AudioChannel now) {
        if (now != null) {
            return stage == Stage.CONNECT && channel.equals(now) ? null : this;
        }
        return switch (stage) {
            case DISCONNECT -> null;
            case RECONNECT -> new JdaRequest(Stage.CONNECT, channel, false);
            case CONNECT -> this;
        };
    }
}
