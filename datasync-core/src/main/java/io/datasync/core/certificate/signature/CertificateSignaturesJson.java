package io.datasync.core.certificate.signature;

import io.datasync.core.canonical.CanonicalReader;
import io.datasync.core.canonical.CanonicalWriter;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.key.KeyId;
import io.datasync.core.key.KeyUse;
import io.datasync.core.key.SignatureValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The bytes of a certificate's {@code .sig}, in the one form of {@code docs/reference/certificates.md}. */
public final class CertificateSignaturesJson {
    /** The longest file that is read, in bytes. */
    public static final int BYTES_MAX = 4 << 10;

    private static final String FORMAT = "{\n\"format\":\"datasync-signatures-1\",\n\"agent\":";

    private static final int SHORT = 128;

    private CertificateSignaturesJson() {}

    /** Writes signatures. */
    public static byte[] write(CertificateSignatures signatures) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CanonicalWriter out = new CanonicalWriter(bytes);
        try {
            out.literal(FORMAT);
            write(out, signatures.agent());
            out.literal(",\n\"server\":");
            if (signatures.server().isPresent()) {
                write(out, signatures.server().get());
            } else {
                out.literal("null");
            }
            out.literal("\n}\n");
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be written", e);
        }
        return bytes.toByteArray();
    }

    private static void write(CanonicalWriter out, SignedStatement signed) throws IOException {
        out.literal("{\n\"key\":").text(signed.key().text());
        out.literal(",\n\"statement\":").text(signed.statement().text());
        out.literal(",\n\"signature\":").text(signed.signature().text());
        out.literal("\n}");
    }

    /**
     * Reads signatures; whether they hold is another question.
     *
     * @throws SyncException {@code CERTIFICATE_MALFORMED} for anything that {@link #write} does not give
     */
    public static CertificateSignatures read(byte[] bytes) throws SyncException {
        CanonicalReader in = new CanonicalReader(
                new ByteArrayInputStream(bytes),
                BYTES_MAX,
                ErrorCode.CERTIFICATE_MALFORMED,
                "The signature file of the certificate");
        try {
            in.literal(FORMAT);
            SignedStatement agent = read(in, KeyUse.AGENT);
            in.literal(",\n\"server\":");
            Optional<SignedStatement> server = in.isNull() ? Optional.empty() : Optional.of(read(in, KeyUse.SERVER));
            in.literal("\n}\n");
            in.end();
            return new CertificateSignatures(agent, server);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be read", e);
        }
    }

    private static SignedStatement read(CanonicalReader in, KeyUse by) throws IOException, SyncException {
        in.literal("{\n\"key\":");
        KeyId key = in.parsed(SHORT, KeyId::parse);
        in.literal(",\n\"statement\":");
        Statement statement = in.parsed(Statement.LENGTH_MAX, Statement::parse);
        if (statement.by() != by) {
            throw in.refused("a statement by " + statement.by().text() + " in the place of " + by.text(), null);
        }
        in.literal(",\n\"signature\":");
        SignatureValue signature = in.parsed(SHORT, SignatureValue::parse);
        in.literal("\n}");
        return new SignedStatement(key, statement, signature);
    }
}
