package io.datasync.core.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes of {@code .datasync/job.json} (D-13). Fields that are not known are ignored (D-38). */
public final class ArchiveMarkerJson {
    /** The longest marker that is read, in bytes. */
    public static final int BYTES_MAX = 1 << 20;

    private static final JsonFactory JSON = new JsonFactory();

    private ArchiveMarkerJson() {}

    /** Writes a marker: one JSON object, indented for people, in UTF-8, ending with a line feed. */
    public static byte[] write(ArchiveMarker marker) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.useDefaultPrettyPrinter();
            out.writeStartObject();
            out.writeNumberField("formatVersion", marker.formatVersion());
            out.writeStringField("runner", marker.runner());
            out.writeStringField("job", marker.job());
            out.writeStringField("kind", marker.kind());
            out.writeStringField("zone", marker.zone());
            out.writeArrayFieldStart("roots");
            for (String root : marker.roots()) {
                out.writeString(root);
            }
            out.writeEndArray();
            out.writeEndObject();
            out.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be written", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a marker.
     *
     * @throws SyncException {@code SHARE_FOREIGN} when it is not one, or one of a later layout
     */
    public static ArchiveMarker read(byte[] bytes) throws SyncException {
        if (bytes.length > BYTES_MAX) {
            throw foreign("it is longer than " + BYTES_MAX + " bytes", null);
        }
        Fields fields = new Fields();
        try (JsonParser in = JSON.createParser(bytes)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw foreign("it is not a JSON object", null);
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                fields.read(in.currentName(), in);
            }
            if (in.currentToken() != JsonToken.END_OBJECT || in.nextToken() != null) {
                throw foreign("it does not end where it should", null);
            }
        } catch (IOException e) {
            throw foreign("it is not JSON", e);
        }
        return fields.marker();
    }

    private static SyncException foreign(String why, @Nullable IOException cause) {
        return new SyncException(
                ErrorCode.SHARE_FOREIGN, false, "The archive's job.json cannot be read: " + why, cause);
    }

    /** What was read so far. */
    private static final class Fields {
        private int formatVersion;
        private @Nullable String runner;
        private @Nullable String job;
        private @Nullable String kind;
        private @Nullable String zone;
        private final List<String> roots = new ArrayList<>();

        void read(String name, JsonParser in) throws IOException, SyncException {
            JsonToken token = in.nextToken();
            switch (name) {
                case "formatVersion" -> {
                    require(token == JsonToken.VALUE_NUMBER_INT, name);
                    formatVersion = in.getIntValue();
                }
                case "runner" -> runner = text(token, name, in);
                case "job" -> job = text(token, name, in);
                case "kind" -> kind = text(token, name, in);
                case "zone" -> zone = text(token, name, in);
                case "roots" -> {
                    require(token == JsonToken.START_ARRAY, name);
                    for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
                        roots.add(text(next, name, in));
                    }
                }
                default -> in.skipChildren();
            }
        }

        private static String text(@Nullable JsonToken token, String name, JsonParser in)
                throws IOException, SyncException {
            require(token == JsonToken.VALUE_STRING, name);
            return in.getText();
        }

        private static void require(boolean right, String name) throws SyncException {
            if (!right) {
                throw foreign("the field " + name + " is of the wrong kind", null);
            }
        }

        ArchiveMarker marker() throws SyncException {
            if (formatVersion < 1 || formatVersion > ArchiveMarker.FORMAT_VERSION) {
                throw foreign("its layout is version " + formatVersion, null);
            }
            if (runner == null || job == null || kind == null || zone == null) {
                throw foreign("runner, job, kind or zone is missing", null);
            }
            return new ArchiveMarker(formatVersion, runner, job, kind, zone, roots);
        }
    }
}
