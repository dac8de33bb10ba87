package dev.acord.audio.engine;

/** A value that goes to its target in a straight line, one step for each sample frame. */
final class Ramp {

    private double value;
    private double target;
    private double step;
    private int left;

    Ramp(double value) {
        this.value = value;
        target = value;
    }

    /** Sets off for a target, from wherever the value is. Nothing happens when it is on its way there already. */
    void aim(double next, int frames) {
        if (next != target) {
            target = next;
            left = frames;
            step = (next - value) / frames;
        }
    }

    /** Is there at once. */
    void jump(double next) {
        value = next;
        target = next;
        left = 0;
    }

    double next() {
        if (left > 0) {
            left--;
            value = left == 0 ? target : value + step;
        }
        return value;
    }

    double value() {
        return value;
    }

    boolean moving() {
        return left > 0;
    }

    /** Whether the value is there, and stays. */
    boolean restsAt(double there) {
        return left == 0 && value == there;
    }
}
