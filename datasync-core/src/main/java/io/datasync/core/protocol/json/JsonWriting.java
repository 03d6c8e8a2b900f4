package io.datasync.core.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;

/** One JSON object to a stream, compact, with a line feed after it. */
final class JsonWriting {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private JsonWriting() {}

    /** What is written between the braces. */
    interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    static JsonGenerator generator(OutputStream out) throws IOException {
        return FACTORY.createGenerator(out, JsonEncoding.UTF8).setRootValueSeparator(null);
    }

    static void document(OutputStream out, Content content) throws IOException {
        try (JsonGenerator json = generator(out)) {
            object(json, content);
        }
    }

    static void object(JsonGenerator json, Content content) throws IOException {
        json.writeStartObject();
        content.write(json);
        json.writeEndObject();
        json.writeRaw('\n');
    }

    /** Text that came from the machine; halves of characters, which UTF-8 cannot hold, are replaced. */
    static void text(JsonGenerator json, String name, String value) throws IOException {
        json.writeStringField(name, new String(value.getBytes(UTF_8), UTF_8));
    }

    static void ticks(JsonGenerator json, String name, long ticks) throws IOException {
        json.writeStringField(name, Long.toString(ticks));
    }

    static void instant(JsonGenerator json, String name, Instant instant) throws IOException {
        json.writeStringField(name, instant.toString());
    }

    /** A field only when there is a value; its text is the value's {@code toString}. */
    static void optional(JsonGenerator json, String name, Optional<?> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get().toString());
        }
    }
}
