package io.datasync.core.certificate;

import io.datasync.core.canonical.CanonicalReader;
import io.datasync.core.canonical.CanonicalWriter;
import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.key.KeyId;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** The one form of a certificate, part by part: each is written and read beside the other. */
final class CertificateJson {
    /** The longest short value, in bytes. */
    static final int SHORT = 128;

    /** A path of 2,048 characters has at most so many bytes in UTF-8, twice as many with escapes. */
    private static final int PATH = 6 * RelativePath.TEXT_MAX;

    private static final String FORMAT = "{\n\"format\":\"datasync-certificate-1\",\n\"runner\":";
    private static final String ENTRIES = ",\n\"entries\":[\n";
    private static final String LOSSES = "],\n\"losses\":[\n";

    private static final String SUMS = "],\n\"count\":";

    private CertificateJson() {}

    static void writeHead(CanonicalWriter out, CertificateHead head) throws IOException {
        CertificateId id = head.id();
        out.literal(FORMAT).text(id.runner().text());
        out.literal(",\n\"job\":").text(id.job().text());
        out.literal(",\n\"folder\":").text(id.folder().text());
        out.literal(",\n\"revision\":").number(id.revision());
        out.literal(",\n\"previous\":");
        if (head.previous().isPresent()) {
            Predecessor previous = head.previous().get();
            out.literal("{\"revision\":").number(previous.revision());
            out.literal(",\"digest\":").text(previous.digest().hex()).literal("}");
        } else {
            out.literal("null");
        }
        out.literal(",\n\"zone\":").text(head.zone());
        out.literal(",\n\"issuedAt\":").instant(head.issuedAt());
        out.literal(",\n\"key\":").text(head.key().text());
        out.literal(ENTRIES);
    }

    static CertificateHead readHead(CanonicalReader in) throws IOException, SyncException {
        in.literal(FORMAT);
        RunnerId runner = in.parsed(SHORT, RunnerId::parse);
        in.literal(",\n\"job\":");
        JobId job = in.parsed(SHORT, JobId::parse);
        in.literal(",\n\"folder\":");
        FolderName folder = in.parsed(SHORT, FolderName::parse);
        if (!CertificateId.isCertifiable(folder)) {
            throw in.refused("not a date folder: " + folder, null);
        }
        in.literal(",\n\"revision\":");
        CertificateId id = new CertificateId(runner, job, folder, revision(in));
        in.literal(",\n\"previous\":");
        Optional<Predecessor> previous = in.isNull() ? Optional.empty() : Optional.of(readPrevious(in));
        if (!CertificateHead.follows(id, previous)) {
            throw in.refused("it does not follow a lower revision", null);
        }
        in.literal(",\n\"zone\":");
        String zone = in.text(SHORT);
        if (!CertificateHead.isZone(zone)) {
            throw in.refused("not a time zone: " + zone, null);
        }
        in.literal(",\n\"issuedAt\":");
        Instant issuedAt = in.instant();
        in.literal(",\n\"key\":");
        KeyId key = in.parsed(SHORT, KeyId::parse);
        in.literal(ENTRIES);
        return new CertificateHead(id, previous, zone, issuedAt, key);
    }

    private static Predecessor readPrevious(CanonicalReader in) throws IOException, SyncException {
        in.literal("{\"revision\":");
        long revision = revision(in);
        in.literal(",\"digest\":");
        Digest digest = in.parsed(SHORT, Digest::parse);
        in.literal("}");
        return new Predecessor(revision, digest);
    }

    private static long revision(CanonicalReader in) throws IOException, SyncException {
        long revision = in.number();
        if (!CertificateId.isRevision(revision)) {
            throw in.refused("not a revision: " + revision, null);
        }
        return revision;
    }

    static void writeEntry(CanonicalWriter out, boolean first, Fact fact) throws IOException {
        writeEntry(out, first, fact.entry());
        out.literal(",\"digest\":").text(fact.digest().hex());
        out.literal(",\"verifiedAt\":").instant(fact.verifiedAt()).literal("}");
    }

    static Fact readEntry(CanonicalReader in) throws IOException, SyncException {
        SourceEntry entry = readSourceEntry(in);
        in.literal(",\"digest\":");
        Digest digest = in.parsed(SHORT, Digest::parse);
        in.literal(",\"verifiedAt\":");
        Instant verifiedAt = in.instant();
        in.literal("}");
        return new Fact(entry, digest, verifiedAt);
    }

    static void writeLosses(CanonicalWriter out, boolean afterEntries) throws IOException {
        out.literal(afterEntries ? "\n" + LOSSES : LOSSES);
    }

    static void readLosses(CanonicalReader in) throws IOException, SyncException {
        in.literal(LOSSES);
    }

    /** Whether another element follows in a list; passes over what stands between. */
    static boolean another(CanonicalReader in, boolean first) throws IOException, SyncException {
        if (first) {
            return in.at('{');
        }
        if (in.at(',')) {
            in.literal(",\n");
            return true;
        }
        in.literal("\n");
        return false;
    }

    static void writeLoss(CanonicalWriter out, boolean first, CertifiedLoss loss) throws IOException {
        writeEntry(out, first, loss.entry());
        out.literal(",\"noticedAt\":").instant(loss.noticedAt()).literal("}");
    }

    static CertifiedLoss readLoss(CanonicalReader in) throws IOException, SyncException {
        SourceEntry entry = readSourceEntry(in);
        in.literal(",\"noticedAt\":");
        Instant noticedAt = in.instant();
        in.literal("}");
        return new CertifiedLoss(entry, noticedAt);
    }

    private static void writeEntry(CanonicalWriter out, boolean first, SourceEntry entry) throws IOException {
        out.literal(first ? "{\"path\":" : ",\n{\"path\":").text(entry.path().text());
        out.literal(",\"kind\":").text(String.valueOf(entry.kind().letter()));
        out.literal(",\"size\":").number(entry.sizeBytes());
        out.literal(",\"ticks\":").numberText(entry.ticks());
    }

    private static SourceEntry readSourceEntry(CanonicalReader in) throws IOException, SyncException {
        in.literal("{\"path\":");
        RelativePath path = in.parsed(PATH, RelativePath::parse);
        in.literal(",\"kind\":");
        EntryKind kind = in.parsed(1, CertificateJson::kind);
        in.literal(",\"size\":");
        long sizeBytes = in.number();
        in.literal(",\"ticks\":");
        long ticks = in.numberText();
        if (kind == EntryKind.FOLDER && (sizeBytes != 0 || ticks != 0)) {
            throw in.refused("a folder has neither size nor time", null);
        }
        return new SourceEntry(path, kind, sizeBytes, ticks);
    }

    private static EntryKind kind(String text) throws SyncException {
        for (EntryKind kind : EntryKind.values()) {
            if (text.equals(String.valueOf(kind.letter()))) {
                return kind;
            }
        }
        throw SyncException.permanent(ErrorCode.MESSAGE_MALFORMED, "Not a kind of entry: " + text);
    }

    static void writeSums(CanonicalWriter out, boolean afterLosses, SetSummary summary, Digest entriesDigest)
            throws IOException {
        out.literal(afterLosses ? "\n" + SUMS : SUMS).number(summary.count());
        out.literal(",\n\"bytes\":").number(summary.bytes());
        out.literal(",\n\"setDigest\":").text(summary.sum().hex());
        out.literal(",\n\"entriesDigest\":").text(entriesDigest.hex());
        out.literal("\n}\n");
    }

    static Sums readSums(CanonicalReader in) throws IOException, SyncException {
        in.literal(SUMS);
        long count = in.number();
        in.literal(",\n\"bytes\":");
        long bytes = in.number();
        in.literal(",\n\"setDigest\":");
        Digest setDigest = in.parsed(SHORT, Digest::parse);
        in.literal(",\n\"entriesDigest\":");
        Digest entriesDigest = in.parsed(SHORT, Digest::parse);
        in.literal("\n}\n");
        in.end();
        return new Sums(new SetSummary(count, bytes, setDigest), entriesDigest);
    }

    /** What the end of a certificate says of its entries. */
    record Sums(SetSummary summary, Digest entriesDigest) {}
}
