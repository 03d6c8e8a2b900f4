package io.datasync.core.certificate.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.canonical.CanonicalReader;
import io.datasync.core.certificate.Certificate;
import io.datasync.core.certificate.CertificateId;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.key.KeyUse;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a signature of a certificate is over: one line of words that names the certificate by the SHA-256 of its exact bytes.
 *
 * <p>Signing the bytes themselves would need them several times over in memory, more than an agent has (ADR 0008); this line fixes them
 * as well, and says to a reader of the signature file alone what was signed.
 *
 * @param by who signs
 * @param certificate the SHA-256 of the exact bytes of the {@code .json}
 * @param setDigest the set digest of its entries
 * @param signedAt by the clock of who signs, in the years 1 to 9999; the agent's is that of the certificate, the server's is the one that
 *     decides whether a key was valid
 */
public record Statement(KeyUse by, CertificateId id, Digest certificate, Digest setDigest, Instant signedAt) {
    /** The longest text, in characters. */
    static final int LENGTH_MAX = 600;

    private static final Pattern FORM =
            Pattern.compile("datasync-signature-1 by=(\\S+) certificate=(\\S+) runner=(\\S+)"
                    + " job=(\\S+) folder=(\\S+) revision=([0-9]{1,16}) setDigest=(\\S+) signedAt=(\\S+)");

    public Statement {
        if (!CanonicalReader.isInstant(signedAt)) {
            throw new IllegalArgumentException("Not a time of the years 1 to 9999: " + signedAt);
        }
    }

    /** What is signed over this certificate. */
    static Statement of(KeyUse by, Certificate certificate, Instant signedAt) {
        return new Statement(
                by,
                certificate.id(),
                certificate.digest(),
                certificate.summary().sum(),
                signedAt);
    }

    /** The line, without an end of line. It holds neither a quotation mark nor a backslash, so it needs no escapes in JSON. */
    public String text() {
        return "datasync-signature-1 by=" + by.text() + " certificate=" + certificate + " runner=" + id.runner()
                + " job="
                + id.job() + " folder=" + id.folder() + " revision=" + id.revision() + " setDigest=" + setDigest
                + " signedAt=" + signedAt;
    }

    /** The bytes that are signed: {@link #text} in UTF-8. */
    public byte[] bytes() {
        return text().getBytes(UTF_8);
    }

    /**
     * The statement of this line.
     *
     * @throws SyncException {@code MESSAGE_MALFORMED} for a text that {@link #text} does not give; {@code PATH_INVALID} for a folder that
     *     is none
     */
    static Statement parse(String text) throws SyncException {
        Matcher words = FORM.matcher(text);
        if (words.matches()) {
            FolderName folder = FolderName.parse(words.group(5));
            long revision = Long.parseLong(words.group(6));
            if (CertificateId.isCertifiable(folder) && CertificateId.isRevision(revision)) {
                Statement statement = new Statement(
                        KeyUse.parse(words.group(1)),
                        new CertificateId(
                                RunnerId.parse(words.group(3)), JobId.parse(words.group(4)), folder, revision),
                        Digest.parse(words.group(2)),
                        Digest.parse(words.group(7)),
                        instant(words.group(8)));
                if (statement.text().equals(text)) {
                    return statement;
                }
            }
        }
        throw malformed(text);
    }

    private static Instant instant(String text) throws SyncException {
        try {
            Instant instant = Instant.parse(text);
            if (CanonicalReader.isInstant(instant)) {
                return instant;
            }
        } catch (DateTimeException e) {
            throw new SyncException(ErrorCode.MESSAGE_MALFORMED, false, "Not a time: " + text, e);
        }
        throw malformed(text);
    }

    private static SyncException malformed(String text) {
        return SyncException.permanent(ErrorCode.MESSAGE_MALFORMED, "Not a statement about a certificate: " + text);
    }
}
