package io.datasync.core.transfer.publish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.StoredFacts;
import io.datasync.core.store.VersionName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What a change of version is about to do, so that it can be finished or undone after a crash in its middle (D-6).
 *
 * @param path the file
 * @param version the name under which what has the path now is kept
 * @param facts those of the staged file that takes its place
 */
public record Intent(RelativePath path, VersionName version, StoredFacts facts) {
    private static final JsonFactory JSON = new JsonFactory();

    /** One JSON object; ticks are text, since they exceed what a JSON number holds. */
    public byte[] toJson() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("path", path.text());
            out.writeStringField("versionTicks", Long.toString(version.ticks()));
            out.writeStringField("versionDigest", version.digest().hex());
            out.writeStringField("ticks", Long.toString(facts.ticks()));
            out.writeStringField("digest", facts.digest().hex());
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be written", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads one.
     *
     * @throws SyncException {@code MESSAGE_MALFORMED}, {@code PATH_INVALID}
     */
    public static Intent parse(byte[] json) throws SyncException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser in = JSON.createParser(json)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw SyncException.permanent(ErrorCode.MESSAGE_MALFORMED, "An intent is a JSON object");
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                if (in.nextToken() == JsonToken.VALUE_STRING) {
                    fields.put(name, in.getText());
                } else {
                    in.skipChildren();
                }
            }
            return new Intent(
                    RelativePath.parse(field(fields, "path")),
                    new VersionName(
                            Long.parseLong(field(fields, "versionTicks")),
                            Digest.parse(field(fields, "versionDigest"))),
                    new StoredFacts(Long.parseLong(field(fields, "ticks")), Digest.parse(field(fields, "digest"))));
        } catch (IOException | NumberFormatException e) {
            throw new SyncException(ErrorCode.MESSAGE_MALFORMED, false, "An intent that cannot be read", e);
        }
    }

    private static String field(Map<String, String> fields, String name) throws SyncException {
        String value = fields.get(name);
        if (value == null) {
            throw SyncException.permanent(ErrorCode.MESSAGE_MALFORMED, "An intent without " + name);
        }
        return value;
    }
}
