import dev.acord.sim.*;
import dev.acord.sim.network.*;
import dev.acord.sim.virtual.*;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
class Prelude {
    long seed;
}
