import java.nio.ShortBuffer;
class Prelude {
    void announce(String text) {}
}
