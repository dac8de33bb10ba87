package dev.acord.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS contexts for {@code --ca} and {@code --insecure}. */
public final class TrustedTls {
    private TrustedTls() {}

    /**
     * Trusts the certificates of a file besides those that the Java runtime trusts. Host names are verified.
     *
     * @param pem one or more X.509 certificates, PEM
     * @return a context
     * @throws CommandFailure when the file holds no certificate
     * @throws IOException when it cannot be read
     */
    public static SSLContext trusting(Path pem) throws IOException, CommandFailure {
        Collection<? extends Certificate> certificates;
        try (InputStream in = Files.newInputStream(pem)) {
            certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
        } catch (CertificateException e) {
            throw new CommandFailure(pem + " is no certificate file (PEM): " + e.getMessage(), e);
        }
        if (certificates.isEmpty()) {
            throw new CommandFailure(pem + " holds no certificate (PEM)");
        }
        try {
            KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
            anchors.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                anchors.setCertificateEntry("extra-" + number++, certificate);
            }
            for (X509Certificate certificate : trustManager(null).getAcceptedIssuers()) {
                anchors.setCertificateEntry("default-" + number++, certificate);
            }
            return context(trustManager(anchors));
        } catch (GeneralSecurityException e) {
            throw new CommandFailure("TLS with " + pem + " cannot be set up: " + e.getMessage(), e);
        }
    }

    /**
     * Trusts anybody, whatever the host name: no protection at all against who sits in between.
     *
     * @return a context
     * @throws CommandFailure when the Java runtime has no TLS
     */
    public static SSLContext insecure() throws CommandFailure {
        try {
            return context(new Anybody());
        } catch (GeneralSecurityException e) {
            throw new CommandFailure("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static SSLContext context(TrustManager trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, null);
        return context;
    }

    private static X509TrustManager trustManager(@Nullable KeyStore anchors) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("the Java runtime has no X.509 trust manager");
    }

    /** The extended form, because the runtime adds host name verification to the plain one. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
