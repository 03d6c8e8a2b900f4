package io.datasync.core.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.datasync.core.certificate.CertificateId;
import io.datasync.core.certificate.Predecessor;
import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.DraftHead;
import io.datasync.core.protocol.seal.DraftVisitor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;

/** The draft of a certificate, and the answer to a certificate. The certificate itself travels as the bytes that it is. */
public final class SealJson {
    private static final int ZONE_MAX = 64;

    private SealJson() {}

    /** Reads the lines that a {@link DraftWriter} wrote. */
    public static void readDraft(InputStream in, JsonLimits limits, DraftVisitor visitor) throws SyncException {
        LineReader lines = new LineReader(in, limits);
        JsonFields first = lines.next();
        if (first == null) {
            throw SyncException.permanent(ErrorCode.MESSAGE_MALFORMED, "A draft without a head");
        }
        visitor.head(head(first));
        for (JsonFields fields = lines.next(); fields != null; fields = lines.next()) {
            if (fields.has("noticedAt")) {
                visitor.loss(EntryJson.entry(fields), fields.instant("noticedAt"));
            } else {
                visitor.entry(EntryJson.fact(fields));
            }
        }
    }

    static void write(JsonGenerator json, DraftHead head) throws IOException {
        json.writeStringField("folder", head.folder().text());
        json.writeNumberField("folderRevision", head.folderRevision());
        json.writeNumberField("certificateRevision", head.certificateRevision());
        if (head.previous().isPresent()) {
            json.writeNumberField("previousRevision", head.previous().get().revision());
            json.writeStringField(
                    "previousDigest", head.previous().get().digest().hex());
        }
        json.writeStringField("zone", head.zone().getId());
        json.writeNumberField("count", head.archived().count());
        json.writeNumberField("bytes", head.archived().bytes());
        json.writeStringField("digest", head.archived().sum().hex());
        json.writeNumberField("losses", head.losses());
    }

    private static DraftHead head(JsonFields fields) throws SyncException {
        long losses = fields.count("losses");
        if (losses > Integer.MAX_VALUE) {
            throw fields.malformed("losses", "more than a certificate can hold");
        }
        return new DraftHead(
                fields.parsed("folder", FolderName::parse),
                fields.count("folderRevision"),
                revision(fields, "certificateRevision"),
                fields.has("previousRevision")
                        ? Optional.of(new Predecessor(
                                revision(fields, "previousRevision"), fields.parsed("previousDigest", Digest::parse)))
                        : Optional.empty(),
                zone(fields),
                new SetSummary(fields.count("count"), fields.count("bytes"), fields.parsed("digest", Digest::parse)),
                (int) losses);
    }

    private static long revision(JsonFields fields, String name) throws SyncException {
        long revision = fields.count(name);
        if (!CertificateId.isRevision(revision)) {
            throw fields.malformed(name, "not a revision");
        }
        return revision;
    }

    private static ZoneId zone(JsonFields fields) throws SyncException {
        String text = fields.text("zone", ZONE_MAX);
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw JsonReading.malformed("zone", "not a time zone", e);
        }
    }

    /** Writes {@code {revision, certificate}}. */
    public static void write(OutputStream out, CertifyAnswer answer) throws IOException {
        JsonWriting.document(out, json -> {
            json.writeNumberField("revision", answer.revision());
            json.writeStringField("certificate", answer.certificate().hex());
        });
    }

    /** Reads what {@link #write(OutputStream, CertifyAnswer)} wrote. */
    public static CertifyAnswer readCertifyAnswer(InputStream in, JsonLimits limits) throws SyncException {
        JsonFields fields = JsonReading.document(in, limits.documentBytesMax());
        return new CertifyAnswer(revision(fields, "revision"), fields.parsed("certificate", Digest::parse));
    }
}
