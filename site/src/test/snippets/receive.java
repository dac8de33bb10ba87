import dev.acord.voice.receive.*;
class Prelude {
    int sequence;
    long timestamp;
    byte[] packet;
    int length;
    long arrivalNs;
    short[] pcm;
}
