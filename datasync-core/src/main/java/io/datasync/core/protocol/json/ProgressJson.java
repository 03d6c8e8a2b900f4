package io.datasync.core.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.protocol.ProgressAnswer;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** What a run reports, one report a line, and the answer to it. */
public final class ProgressJson {
    private static final String VERIFIED = "verified";
    private static final String GONE = "gone";
    private static final String LOST = "lost";
    private static final String FAILED = "failed";

    private ProgressJson() {}

    /**
     * Writes one line a report and {@code {"end":n}}. Each begins with {@code {report, scanSeq, path, ...}}; {@code verified} goes on with
     * {@code kind, size, ticks, digest, verifiedAt}, {@code lost} with {@code kind, size, ticks, noticedAt}
     * and, where an earlier content of the file is archived, its digest as {@code archived}, {@code failed} with
     * {@code code}, {@code gone} with nothing.
     */
    public static void write(OutputStream out, ProgressRequest request) throws IOException {
        LineWriter lines = new LineWriter(out);
        for (Report report : request.reports()) {
            lines.line(json -> write(json, report));
        }
        lines.finish();
    }

    private static void write(JsonGenerator json, Report report) throws IOException {
        if (report instanceof Report.Verified verified) {
            head(json, VERIFIED, report);
            EntryJson.write(json, verified.fact());
        } else if (report instanceof Report.Gone) {
            head(json, GONE, report);
            json.writeStringField("path", report.path().text());
        } else if (report instanceof Report.Lost lost) {
            head(json, LOST, report);
            EntryJson.write(json, lost.entry());
            JsonWriting.instant(json, "noticedAt", lost.noticedAt());
            EntryJson.writeArchived(json, lost);
        } else if (report instanceof Report.Failed failed) {
            head(json, FAILED, report);
            json.writeStringField("path", report.path().text());
            json.writeStringField("code", failed.code().text());
        }
    }

    private static void head(JsonGenerator json, String kind, Report report) throws IOException {
        json.writeStringField("report", kind);
        json.writeNumberField("scanSeq", report.scanSeq());
    }

    /** Reads what {@link #write(OutputStream, ProgressRequest)} wrote. */
    public static ProgressRequest readRequest(InputStream in, JsonLimits limits) throws SyncException {
        List<Report> reports = new ArrayList<>();
        LineReader lines = new LineReader(in, limits);
        for (JsonFields fields = lines.next(); fields != null; fields = lines.next()) {
            if (reports.size() == ProgressRequest.REPORTS_MAX) {
                throw SyncException.permanent(
                        ErrorCode.MESSAGE_TOO_LARGE, "More than " + ProgressRequest.REPORTS_MAX + " reports");
            }
            reports.add(report(fields));
        }
        return new ProgressRequest(reports);
    }

    private static Report report(JsonFields fields) throws SyncException {
        long scanSeq = EntryJson.scanSeq(fields);
        return switch (fields.text("report")) {
            case VERIFIED -> new Report.Verified(scanSeq, EntryJson.fact(fields));
            case GONE -> new Report.Gone(scanSeq, EntryJson.path(fields));
            case LOST ->
                new Report.Lost(
                        scanSeq, EntryJson.entry(fields), fields.instant("noticedAt"), EntryJson.archived(fields));
            case FAILED -> new Report.Failed(scanSeq, EntryJson.path(fields), fields.parsed("code", RunJson::code));
            default -> throw fields.malformed("report", "not a kind of report");
        };
    }

    /** Writes {@code {leaseSeconds}}. */
    public static void write(OutputStream out, ProgressAnswer answer) throws IOException {
        JsonWriting.document(
                out,
                json -> json.writeNumberField("leaseSeconds", answer.lease().toSeconds()));
    }

    /** Reads what {@link #write(OutputStream, ProgressAnswer)} wrote. */
    public static ProgressAnswer readAnswer(InputStream in, JsonLimits limits) throws SyncException {
        return new ProgressAnswer(
                JsonReading.document(in, limits.documentBytesMax()).seconds("leaseSeconds"));
    }
}
