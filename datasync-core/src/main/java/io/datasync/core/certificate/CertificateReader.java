package io.datasync.core.certificate;

import io.datasync.core.canonical.CanonicalReader;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Fact;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code .json} of a certificate, strictly: what is read, {@link CertificateWriter} writes again byte for byte. Says nothing of
 * signatures: for those see {@link CertificateVerifier}.
 */
public final class CertificateReader {
    private CertificateReader() {}

    /**
     * Reads a stream to its end, one entry at a time, and does not close it. Blocks as the stream does.
     *
     * @throws IOException as the stream
     * @throws SyncException {@code CERTIFICATE_MALFORMED} for anything that is not in the one form of a certificate, that stops early, or
     *     is longer than {@link Certificate#BYTES_MAX}; {@code CERTIFICATE_TAMPERED} when its sums are not those of its entries; and
     *     whatever the visitor throws
     */
    public static Certificate read(InputStream in, CertificateVisitor visitor) throws IOException, SyncException {
        return read(in, visitor, Certificate.ENTRIES_MAX);
    }

    /** The same with another bound, for tests. */
    static Certificate read(InputStream in, CertificateVisitor visitor, int entriesMax)
            throws IOException, SyncException {
        Measured measured = new Measured(in);
        CanonicalReader json = new CanonicalReader(
                measured, Certificate.BYTES_MAX, ErrorCode.CERTIFICATE_MALFORMED, "The certificate");
        CertificateHead head = CertificateJson.readHead(json);
        ContentRules rules = new ContentRules(head.id().folder());
        readEntries(json, rules, visitor, entriesMax);
        CertificateJson.readLosses(json);
        readLosses(json, rules, visitor, entriesMax);
        CertificateJson.Sums sums = CertificateJson.readSums(json);
        CertificateJson.Sums actual = new CertificateJson.Sums(rules.summary(), rules.entriesDigest());
        if (!sums.equals(actual)) {
            throw SyncException.permanent(
                    ErrorCode.CERTIFICATE_TAMPERED, "The certificate says " + sums + " and holds " + actual);
        }
        return new Certificate(
                head,
                sums.summary(),
                sums.entriesDigest(),
                rules.losses(),
                Digest.of(measured.sha.digest()),
                measured.sizeBytes);
    }

    private static void readEntries(
            CanonicalReader json, ContentRules rules, CertificateVisitor visitor, int entriesMax)
            throws IOException, SyncException {
        for (int i = 0; CertificateJson.another(json, i == 0); i++) {
            requireRoom(json, i, entriesMax);
            Fact fact = CertificateJson.readEntry(json);
            require(json, rules.fault(fact));
            visitor.entry(fact);
        }
    }

    private static void readLosses(CanonicalReader json, ContentRules rules, CertificateVisitor visitor, int entriesMax)
            throws IOException, SyncException {
        for (int i = 0; CertificateJson.another(json, i == 0); i++) {
            requireRoom(json, i, entriesMax);
            CertifiedLoss loss = CertificateJson.readLoss(json);
            require(json, rules.fault(loss));
            visitor.loss(loss);
        }
    }

    private static void requireRoom(CanonicalReader json, int before, int entriesMax) throws SyncException {
        if (before == entriesMax) {
            throw json.refused("more than " + entriesMax + " entries or losses", null);
        }
    }

    private static void require(CanonicalReader json, @Nullable String fault) throws SyncException {
        if (fault != null) {
            throw json.refused(fault, null);
        }
    }

    /** Computes the digest of what passes. */
    private static final class Measured extends FilterInputStream {
        private final MessageDigest sha = Digest.sha256();
        private long sizeBytes;

        Measured(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = in.read(bytes, offset, length);
            if (n > 0) {
                sha.update(bytes, offset, n);
                sizeBytes += n;
            }
            return n;
        }
    }
}
