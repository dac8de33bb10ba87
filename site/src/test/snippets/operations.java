import dev.acord.micrometer.*;
import io.micrometer.core.instrument.MeterRegistry;
class Prelude {
    MeterRegistry registry;
    GuildVoice guildVoice;
}
