package dev.acord.site;

/**
 * Something wrong in a document.
 *
 * @param file the file, relative to the repository
 * @param line the line, from 1
 * @param message what is wrong
 */
record Problem(String file, int line, String message) {

    @Override
    public String toString() {
        return file + ":" + line + ": " + message;
    }
}
