package dev.acord.audio.webm;

/** Element ids (RFC 8794 section 11.2, RFC 9559 section 5.1), with their length markers as they stand in the file. */
final class WebmIds {

    static final int EBML = 0x1A45DFA3;
    static final int EBML_READ_VERSION = 0x42F7;
    static final int EBML_MAX_ID_LENGTH = 0x42F2;
    static final int EBML_MAX_SIZE_LENGTH = 0x42F3;
    static final int DOC_TYPE = 0x4282;

    static final int SEGMENT = 0x18538067;
    static final int INFO = 0x1549A966;
    static final int TRACKS = 0x1654AE6B;
    static final int CLUSTER = 0x1F43B675;
    static final int CUES = 0x1C53BB6B;
    static final int TAGS = 0x1254C367;
    static final int SEEK_HEAD = 0x114D9B74;
    static final int SEEK = 0x4DBB;
    static final int SEEK_ID = 0x53AB;
    static final int SEEK_POSITION = 0x53AC;
    static final int CHAPTERS = 0x1043A770;
    static final int ATTACHMENTS = 0x1941A469;

    static final int TIMESTAMP_SCALE = 0x2AD7B1;
    static final int DURATION = 0x4489;
    static final int TITLE = 0x7BA9;
    static final int MUXING_APP = 0x4D80;
    static final int WRITING_APP = 0x5741;

    static final int TRACK_ENTRY = 0xAE;
    static final int TRACK_NUMBER = 0xD7;
    static final int TRACK_TYPE = 0x83;
    static final int CODEC_ID = 0x86;
    static final int CODEC_PRIVATE = 0x63A2;
    static final int CODEC_DELAY = 0x56AA;
    static final int SEEK_PRE_ROLL = 0x56BB;
    static final int DEFAULT_DURATION = 0x23E383;
    static final int CONTENT_ENCODINGS = 0x6D80;
    static final int AUDIO = 0xE1;
    static final int SAMPLING_FREQUENCY = 0xB5;
    static final int AUDIO_CHANNELS = 0x9F;

    static final int VOID = 0xEC;
    static final int CRC_32 = 0xBF;
    static final int POSITION = 0xA7;
    static final int PREVIOUS_SIZE = 0xAB;
    static final int TIMESTAMP = 0xE7;
    static final int SIMPLE_BLOCK = 0xA3;
    static final int BLOCK_GROUP = 0xA0;
    static final int BLOCK = 0xA1;
    static final int DISCARD_PADDING = 0x75A2;

    static final int CUE_POINT = 0xBB;
    static final int CUE_TIME = 0xB3;
    static final int CUE_TRACK_POSITIONS = 0xB7;
    static final int CUE_TRACK = 0xF7;
    static final int CUE_CLUSTER_POSITION = 0xF1;

    static final int TAG = 0x7373;
    static final int SIMPLE_TAG = 0x67C8;
    static final int TAG_NAME = 0x45A3;
    static final int TAG_STRING = 0x4487;

    private WebmIds() {}

    /** Whether an element stands directly in a segment, so that it ends a cluster of unknown size. */
    static boolean isTopLevel(int id) {
        return switch (id) {
            case INFO, TRACKS, CLUSTER, CUES, TAGS, SEEK_HEAD, CHAPTERS, ATTACHMENTS, SEGMENT, EBML -> true;
            default -> false;
        };
    }
}
