import org.jspecify.annotations.NullMarked;

/** Figures of voice connections as Micrometer meters. */
@NullMarked
module dev.acord.micrometer {
    requires transitive dev.acord.voice;
    requires static transitive org.jspecify;
    requires transitive micrometer.core;

    exports dev.acord.micrometer;
}
