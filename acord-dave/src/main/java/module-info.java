import org.jspecify.annotations.NullMarked;

/** DAVE, Discord's end-to-end encryption of audio and video, on an own MLS (RFC 9420) core: JDK only. */
@NullMarked
module dev.acord.dave {
    requires static transitive org.jspecify;

    exports dev.acord.dave;
    exports dev.acord.dave.media;
    exports dev.acord.dave.mls;
    exports dev.acord.dave.mls.codec;
    exports dev.acord.dave.mls.crypto;
    exports dev.acord.dave.mls.message;
    exports dev.acord.dave.mls.tree;
}
