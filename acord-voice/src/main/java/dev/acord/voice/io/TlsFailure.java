package dev.acord.voice.io;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Why a TLS connection was not made, in words that say what to do. */
enum TlsFailure {
    /** The certificate is out of date. */
    EXPIRED(true, "the TLS certificate of %s has expired; the server needs a new one"),
    /** The certificate is for later. */
    NOT_YET_VALID(true, "the TLS certificate of %s is not valid yet; is this machine's clock right?"),
    /** The certificate is somebody else's. */
    OTHER_HOST(true, "the TLS certificate of %s is not made for this host name; use a name that the certificate has"),
    /** Nobody trusted vouches for the certificate. */
    UNTRUSTED(
            true,
            "the TLS certificate of %s is not trusted: its issuer is not in the trust store; for a server of your own, give"
                    + " VoiceOptions an SSLContext that trusts it"),
    /** The server's answer is not TLS. */
    NOT_TLS(true, "%s does not speak TLS; a server of your own without it needs an endpoint that begins with ws://"),
    /** The server broke off, or the network did; it may work the next time. */
    BROKEN(false, "no TLS connection to %s");

    private final boolean last;
    private final String text;

    TlsFailure(boolean last, String text) {
        this.last = last;
        this.text = text;
    }

    static TlsFailure of(SSLException failure) {
        int depth = 0;
        TlsFailure found = BROKEN;
        for (Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (cause instanceof CertificateExpiredException) {
                return EXPIRED;
            }
            if (cause instanceof CertificateNotYetValidException) {
                return NOT_YET_VALID;
            }
            String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (cause instanceof CertificateException && message.startsWith("no ") && cause.getCause() == null) {
                // "No subject alternative names ...", "No name matching ...": the only words in which the JDK says so
                return OTHER_HOST;
            }
            if (cause instanceof CertificateException || cause instanceof CertPathValidatorException) {
                found = UNTRUSTED; // unless a cause below says more
            } else if (message.contains("unrecognized ssl message")) {
                return NOT_TLS;
            }
        }
        return found;
    }

    /** Whether another attempt would end in the same way. */
    boolean isFinal() {
        return last;
    }

    String describe(String where) {
        return String.format(Locale.ROOT, text, where);
    }
}
