package dev.acord.system;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A TLS server with a certificate of its own, which counts what a client says to it once the handshake is over. */
final class TlsPeer implements AutoCloseable {
    private static final char[] PASSWORD = "in-memory".toCharArray();

    private final X509Certificate issuer;
    private final SSLServerSocket socket;
    private final FutureTask<Integer> heard;

    /** Listens with a certificate for this name, good from the one time to the other, counted from now, of an issuer of its own. */
    TlsPeer(String name, Duration from, Duration until) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair issuerKeys = generator.generateKeyPair();
        KeyPair keys = generator.generateKeyPair();
        Duration year = Duration.ofDays(365);
        X500Name issuerName = new X500Name("CN=issuer");
        JcaX509v3CertificateBuilder authority = certificate(issuerName, issuerName, issuerKeys, year.negated(), year);
        authority.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        issuer = signed(authority, issuerKeys);
        JcaX509v3CertificateBuilder own = certificate(issuerName, new X500Name("CN=server"), keys, from, until);
        int kind = Character.isDigit(name.charAt(0)) ? GeneralName.iPAddress : GeneralName.dNSName;
        own.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(kind, name)));
        X509Certificate[] chain = {signed(own, issuerKeys), issuer};
        KeyStore store = emptyStore();
        store.setKeyEntry("test", keys.getPrivate(), PASSWORD, chain);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        heard = new FutureTask<>(this::listen);
        Thread thread = new Thread(heard, "tls-peer");
        thread.setDaemon(true);
        thread.start();
    }

    private static JcaX509v3CertificateBuilder certificate(
            X500Name issuer, X500Name subject, KeyPair keys, Duration from, Duration until) {
        Date start = Date.from(Instant.now().plus(from));
        Date end = Date.from(Instant.now().plus(until));
        return new JcaX509v3CertificateBuilder(issuer, BigInteger.TEN, start, end, subject, keys.getPublic());
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder builder, KeyPair issuerKeys) throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate())));
    }

    private int listen() throws IOException {
        int bytes = 0;
        try (SSLSocket client = (SSLSocket) socket.accept()) {
            InputStream in = client.getInputStream();
            while (in.read() >= 0) {
                bytes++;
            }
        } catch (javax.net.ssl.SSLException e) {
            return bytes; // the client broke off, as it should
        }
        return bytes;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        return store;
    }

    String endpoint() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** Trusts this server's issuer, and no other. */
    SSLContext trusting() throws Exception {
        KeyStore trusted = emptyStore();
        trusted.setCertificateEntry("issuer", issuer);
        TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** How many bytes of the protocol above TLS the first client sent, after it has gone. */
    int bytesHeard() throws InterruptedException, ExecutionException, TimeoutException {
        return heard.get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
