package io.datasync.core.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** One JSON object from a stream or a line, with strict limits; and what its faults mean. */
final class JsonReading {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNumberLength(40)
                    .maxNameLength(100)
                    .maxStringLength(16 << 10)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private JsonReading() {}

    /** A decoder that refuses what is not UTF-8. */
    static CharsetDecoder strictUtf8() {
        return UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** The only object in the stream, which is read to its end. */
    static JsonFields document(InputStream in, long bytesMax) throws SyncException {
        return document(in, bytesMax, null);
    }

    /** The same; elements of one list are handed over one by one instead of being kept. */
    static JsonFields document(InputStream in, long bytesMax, @Nullable JsonElements elements) throws SyncException {
        try (JsonParser parser =
                FACTORY.createParser(new InputStreamReader(new BoundedInput(in, bytesMax), strictUtf8()))) {
            return only(parser, "", elements);
        } catch (IOException e) {
            throw failure(e, "");
        }
    }

    /**
     * The only object in a line.
     *
     * @param where the name of the line in messages
     * @param ended whether the line feed after it arrived; if not, whatever is wrong with it, it is truncated
     */
    static JsonFields line(char[] text, int length, String where, boolean ended) throws SyncException {
        try (JsonParser parser = FACTORY.createParser(text, 0, length)) {
            return only(parser, where, null);
        } catch (StreamConstraintsException e) {
            throw failure(e, where);
        } catch (JsonProcessingException e) {
            throw ended
                    ? malformed(where, "not the JSON expected: " + e.getOriginalMessage(), e)
                    : truncated(where, "the line stops early", e);
        } catch (IOException e) {
            throw failure(e, where);
        }
    }

    private static JsonFields only(JsonParser parser, String where, @Nullable JsonElements elements)
            throws IOException, SyncException {
        parser.nextToken();
        JsonFields fields = JsonFields.read(parser, where, elements);
        if (parser.nextToken() != null) {
            throw malformed(where, "there is something after the object", null);
        }
        return fields;
    }

    static SyncException malformed(String where, String fault, @Nullable Throwable cause) {
        return new SyncException(ErrorCode.MESSAGE_MALFORMED, false, where + fault, cause);
    }

    static SyncException truncated(String where, String fault, @Nullable Throwable cause) {
        return new SyncException(ErrorCode.MESSAGE_TRUNCATED, true, where + fault, cause);
    }

    /** What a failure to read means: a fault of the text, or a stream that stopped early. */
    static SyncException failure(IOException e, String where) {
        if (e instanceof StreamConstraintsException constraint) {
            return new SyncException(ErrorCode.MESSAGE_TOO_LARGE, false, where + constraint.getOriginalMessage(), e);
        }
        if (e instanceof BoundedInput.TooLongException) {
            return new SyncException(ErrorCode.MESSAGE_TOO_LARGE, false, where + e.getMessage(), e);
        }
        if (e instanceof JsonProcessingException fault) {
            // Jackson has a type for the end of input and does not always use it.
            if (e instanceof JsonEOFException || fault.getOriginalMessage().startsWith("Unexpected end-of-input")) {
                return truncated(where, "the message stops early", e);
            }
            return malformed(where, "not the JSON expected: " + fault.getOriginalMessage(), e);
        }
        if (e instanceof CharacterCodingException) {
            return malformed(where, "not UTF-8", e);
        }
        if (e instanceof ZipException) {
            return malformed(where, "not gzip: " + e.getMessage(), e);
        }
        return truncated(where, "the message could not be read to its end: " + e, e);
    }
}
