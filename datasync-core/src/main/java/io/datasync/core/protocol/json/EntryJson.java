package io.datasync.core.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.Report;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Entries and facts, as several messages hold them: {@code path, kind, size, ticks}, {@code digest, verifiedAt}. */
final class EntryJson {
    private EntryJson() {}

    static void write(JsonGenerator json, SourceEntry entry) throws IOException {
        json.writeStringField("path", entry.path().text());
        json.writeStringField("kind", String.valueOf(entry.kind().letter()));
        json.writeNumberField("size", entry.sizeBytes());
        JsonWriting.ticks(json, "ticks", entry.ticks());
    }

    static void write(JsonGenerator json, Fact fact) throws IOException {
        write(json, fact.entry());
        json.writeStringField("digest", fact.digest().hex());
        JsonWriting.instant(json, "verifiedAt", fact.verifiedAt());
    }

    static RelativePath path(JsonFields fields) throws SyncException {
        RelativePath path = fields.parsed("path", RelativePath::parse);
        if (path.text().length() > RelativePath.TEXT_MAX) {
            throw SyncException.permanent(
                    ErrorCode.PATH_TOO_LONG, "path: longer than " + RelativePath.TEXT_MAX + " characters");
        }
        return path;
    }

    static long scanSeq(JsonFields fields) throws SyncException {
        long scanSeq = fields.count("scanSeq");
        if (scanSeq > OpenRequest.SCAN_SEQ_MAX) {
            throw fields.malformed("scanSeq", "higher than any scan");
        }
        return scanSeq;
    }

    static SourceEntry entry(JsonFields fields) throws SyncException {
        RelativePath path = path(fields);
        EntryKind kind = fields.parsed("kind", EntryJson::kind);
        long sizeBytes = fields.count("size");
        long ticks = fields.ticks("ticks");
        if (kind == EntryKind.FOLDER && (sizeBytes != 0 || ticks != 0)) {
            throw fields.malformed("kind", "a folder has neither size nor time");
        }
        return new SourceEntry(path, kind, sizeBytes, ticks);
    }

    private static EntryKind kind(String text) throws SyncException {
        for (EntryKind kind : EntryKind.values()) {
            if (text.length() == 1 && text.charAt(0) == kind.letter()) {
                return kind;
            }
        }
        throw JsonReading.malformed("", "not a kind of entry", null);
    }

    static Fact fact(JsonFields fields) throws SyncException {
        SourceEntry entry = entry(fields);
        Digest digest = fields.parsed("digest", Digest::parse);
        if (entry.kind() == EntryKind.FOLDER && !digest.equals(Digest.OF_NOTHING)) {
            throw fields.malformed("digest", "a folder has the digest of nothing");
        }
        return new Fact(entry, digest, fields.instant("verifiedAt"));
    }

    /** {@code archived}, where an earlier content of a lost file is archived: its digest. */
    static void writeArchived(JsonGenerator json, Report.Lost lost) throws IOException {
        if (lost.archived().isPresent()) {
            json.writeStringField("archived", lost.archived().get().hex());
        }
    }

    static Optional<Digest> archived(JsonFields fields) throws SyncException {
        return fields.optional("archived", Digest::parse);
    }

    /** The value of an enum whose {@code text()} is its name in lower case. */
    static <E extends Enum<E>> E named(Class<E> type, String text) throws SyncException {
        for (E value : type.getEnumConstants()) {
            if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
                return value;
            }
        }
        throw JsonReading.malformed("", "not one of the known words", null);
    }
}
