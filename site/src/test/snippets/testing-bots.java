import static org.junit.jupiter.api.Assertions.assertEquals;
import dev.acord.jda.*;
import dev.acord.sim.discord.*;
import com.neovisionaries.ws.client.WebSocketFactory;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.audio.AudioModuleConfig;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.utils.ConcurrentSessionController;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
class Prelude {
    OfflineDiscord discord;
    JDABuilder builder;
    static class MyListener extends ListenerAdapter {}
    static class MyBot {
        static MyBot start(OfflineDiscord discord) {
            return new MyBot();
        }
        void stop() {}
    }
}
