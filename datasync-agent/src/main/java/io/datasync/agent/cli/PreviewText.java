package io.datasync.agent.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.datasync.core.path.RelativePath;
import io.datasync.core.preview.Fate;
import io.datasync.core.preview.Preview;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.core.purge.Volume;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a dry run found out, for people and for programs. */
final class PreviewText {
    private static final double BYTES_PER_MB = 1_000_000.0;

    private final JobDefinition job;
    private final Preview preview;

    PreviewText(JobDefinition job, Preview preview) {
        this.job = job;
        this.preview = preview;
    }

    /** A line of what it is, a line for each fate that any file has, and the first names where somebody may want to look. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(job.job() + ": dry run, nothing was written. " + place());
        for (Fate fate : Fate.values()) {
            Volume files = preview.of(fate);
            if (files.files() > 0) {
                lines.add(line(files, fate));
            }
            if (fate == Fate.VERSION || fate == Fate.COMPARE || fate == Fate.FAILED) {
                preview.named(fate).forEach(path -> lines.add("        " + path));
            }
        }
        if (preview.incompleteFolders() > 0) {
            lines.add("  " + preview.incompleteFolders()
                    + " folders could not be listed; what is in them is not counted.");
        }
        return lines;
    }

    private String place() {
        return switch (preview.archive()) {
            case ARCHIVE -> "The archive is there.";
            case VACANT -> "The archive is yet to be made.";
            case OCCUPIED ->
                "There is no archive yet, but there are files in its place; a job that adopts them takes them over.";
        };
    }

    private static String line(Volume files, Fate fate) {
        String bytes = fate == Fate.EXCLUDED || fate == Fate.FAILED
                ? ""
                : String.format(Locale.ROOT, " (%.1f MB)", files.bytes() / BYTES_PER_MB);
        return String.format(Locale.ROOT, "  %,d %s%s", files.files(), what(fate), bytes);
    }

    private static String what(Fate fate) {
        return switch (fate) {
            case ARCHIVED -> "archived already";
            case ADOPT ->
                "in the archive with equal size and time: read back, and taken over where every byte is equal";
            case COMPARE ->
                "in the archive with equal size and another time: read back, then taken over or kept as an earlier version";
            case UPLOAD -> "to be sent";
            case VERSION -> "to be sent, and what has their name kept as an earlier version";
            case HELD -> "changed, and held until a person decides";
            case IN_FLIGHT -> "being written: they wait";
            case EXCLUDED -> "excluded";
            case FAILED -> "that could not be looked at";
        };
    }

    /** One JSON object on one line. */
    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.writeStartObject();
            ResultText.writeJob(out, job);
            out.writeBooleanField("dryRun", true);
            out.writeStringField("archive", preview.archive().name().toLowerCase(Locale.ROOT));
            out.writeObjectFieldStart("files");
            for (Fate fate : Fate.values()) {
                out.writeObjectFieldStart(fate.text());
                out.writeNumberField("files", preview.of(fate).files());
                out.writeNumberField("bytes", preview.of(fate).bytes());
                out.writeArrayFieldStart("first");
                for (RelativePath path : preview.named(fate)) {
                    out.writeString(path.text());
                }
                out.writeEndArray();
                out.writeEndObject();
            }
            out.writeEndObject();
            out.writeNumberField("incompleteFolders", preview.incompleteFolders());
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("A string cannot fail", e);
        }
        return text.toString();
    }
}
