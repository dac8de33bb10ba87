package dev.acord.audio.webm;

import java.io.IOException;

/** The first element of a file (RFC 8794 section 11.2), which says what the file is and what it takes to read it. */
final class EbmlHeader {

    private static final int MAX_BYTES = 4_096;

    private EbmlHeader() {}

    /** Reads the header and gives the type of the file, {@code webm} or {@code matroska}. */
    static String docType(EbmlInput in) throws IOException {
        if (in.atEnd()) {
            throw new WebmException("The file is empty", 0);
        }
        int id;
        try {
            id = in.id();
        } catch (WebmException e) {
            id = 0;
        }
        if (id != WebmIds.EBML) {
            throw new WebmException("Not a WebM file: it does not begin with an EBML header", 0);
        }
        EbmlElements header = in.master(in.size(), Long.MAX_VALUE, MAX_BYTES, "EBML header");
        String docType = "";
        while (header.next()) {
            switch (header.id()) {
                case WebmIds.DOC_TYPE -> docType = header.string();
                case WebmIds.EBML_READ_VERSION -> atMost(header, 1, "EBML version");
                case WebmIds.EBML_MAX_ID_LENGTH -> atMost(header, 4, "length of element ids");
                case WebmIds.EBML_MAX_SIZE_LENGTH -> atMost(header, 8, "length of element sizes");
                default -> {}
            }
        }
        if (!docType.equals("webm") && !docType.equals("matroska")) {
            throw new WebmException("An EBML file of type \"" + docType + "\", neither webm nor matroska", 0);
        }
        return docType;
    }

    private static void atMost(EbmlElements element, long max, String what) throws WebmException {
        long value = element.unsigned();
        if (value > max) {
            throw new WebmException(what + " " + value + " is not supported, only up to " + max, element.offset());
        }
    }
}
