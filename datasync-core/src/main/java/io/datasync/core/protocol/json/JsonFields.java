package io.datasync.core.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object; each is checked when it is asked for, and its name stands in the refusal. */
final class JsonFields {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final long SECONDS_MAX = Duration.ofDays(36_500).toSeconds();

    /** Something from text. */
    interface Parser<T> {
        T parse(String text) throws SyncException;
    }

    private final String where;
    private final Map<String, Object> values = new HashMap<>();

    private JsonFields(String where) {
        this.where = where;
    }

    /** Reads the object at which the parser stands. */
    static JsonFields read(JsonParser parser, String where, @Nullable JsonElements elements)
            throws IOException, SyncException {
        if (parser.currentToken() == null) {
            throw SyncException.passing(ErrorCode.MESSAGE_TRUNCATED, where + "the message is empty");
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw JsonReading.malformed(where, "not a JSON object", null);
        }
        JsonFields fields = new JsonFields(where);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (elements != null && name.equals(elements.field()) && token != JsonToken.VALUE_NULL) {
                if (token != JsonToken.START_ARRAY) {
                    throw fields.malformed(name, "not a list");
                }
                fields.stream(parser, elements);
                fields.values.put(name, List.of());
            } else if (token != JsonToken.VALUE_NULL) {
                fields.values.put(name, value(parser, where + name));
            }
        }
        return fields;
    }

    private void stream(JsonParser parser, JsonElements elements) throws IOException, SyncException {
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            if (i == elements.max()) {
                throw new SyncException(
                        ErrorCode.MESSAGE_TOO_LARGE,
                        false,
                        where + elements.field() + ": more than " + elements.max() + " elements");
            }
            elements.taker().take(read(parser, where + elements.field() + "[" + i + "].", null));
        }
    }

    private static Object value(JsonParser parser, String where) throws IOException, SyncException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> read(parser, where + ".", null);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser, where + "[" + list.size() + "]"));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(parser.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> Absent.ELEMENT;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw JsonReading.malformed(where, "not a value", null);
        };
    }

    /** A number as it was written, so that nothing is rounded. */
    private record Numeral(String text) {}

    private enum Absent {
        ELEMENT
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** A refusal of this field. */
    SyncException malformed(String name, String fault) {
        return JsonReading.malformed(where, name + ": " + fault, null);
    }

    private <T> T typed(String name, Class<T> type, String expected) throws SyncException {
        Object value = values.get(name);
        if (value == null) {
            throw malformed(name, "missing");
        }
        if (!type.isInstance(value)) {
            throw malformed(name, "not " + expected);
        }
        return type.cast(value);
    }

    String text(String name) throws SyncException {
        return typed(name, String.class, "a string");
    }

    /** Text of one line, for people and logs. */
    String text(String name, int lengthMax) throws SyncException {
        String text = text(name);
        if (text.length() > lengthMax) {
            throw malformed(name, "longer than " + lengthMax + " characters");
        }
        if (text.codePoints().anyMatch(point -> Character.isISOControl(point) || surrogate(point))) {
            throw malformed(name, "holds a control character");
        }
        return text;
    }

    private static boolean surrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    <T> T parsed(String name, Parser<T> parser) throws SyncException {
        String text = text(name);
        try {
            return parser.parse(text);
        } catch (SyncException e) {
            throw new SyncException(e.code(), e.retryable(), where + name + ": " + e.getMessage(), e);
        }
    }

    <T> Optional<T> optional(String name, Parser<T> parser) throws SyncException {
        return has(name) ? Optional.of(parsed(name, parser)) : Optional.empty();
    }

    boolean flag(String name) throws SyncException {
        return typed(name, Boolean.class, "true or false");
    }

    /** A whole number of 0 or more. */
    long count(String name) throws SyncException {
        String text = typed(name, Numeral.class, "a number").text();
        if (!WHOLE.matcher(text).matches() || text.charAt(0) == '-') {
            throw malformed(name, "not a whole number of 0 or more");
        }
        return fits(name, text);
    }

    /** A whole number that travels as a string, since it may exceed what a JSON number holds exactly. */
    long ticks(String name) throws SyncException {
        String text = text(name);
        if (!WHOLE.matcher(text).matches()) {
            throw malformed(name, "not a whole number in a string");
        }
        return fits(name, text);
    }

    private long fits(String name, String text) throws SyncException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw JsonReading.malformed(where, name + ": does not fit into 64 bits", e);
        }
    }

    /** A time of a number of seconds. */
    Duration seconds(String name) throws SyncException {
        long seconds = count(name);
        if (seconds > SECONDS_MAX) {
            throw malformed(name, "more than a hundred years");
        }
        return Duration.ofSeconds(seconds);
    }

    Instant instant(String name) throws SyncException {
        return parsed(name, this::utc);
    }

    Optional<Instant> optionalInstant(String name) throws SyncException {
        return optional(name, this::utc);
    }

    private Instant utc(String text) throws SyncException {
        if (text.endsWith("Z") && text.length() <= 30) {
            try {
                Instant instant = Instant.parse(text);
                if (!instant.isBefore(EARLIEST) && !instant.isAfter(LATEST)) {
                    return instant;
                }
            } catch (DateTimeException e) {
                throw JsonReading.malformed("", "not a time of ISO 8601 in UTC", e);
            }
        }
        throw JsonReading.malformed("", "not a time of ISO 8601 in UTC", null);
    }

    JsonFields object(String name) throws SyncException {
        return typed(name, JsonFields.class, "an object");
    }

    <T> List<T> texts(String name, int max, Parser<T> parser) throws SyncException {
        List<T> result = new ArrayList<>();
        for (Object element : list(name, max)) {
            if (!(element instanceof String text)) {
                throw malformed(name, "element " + result.size() + " is not a string");
            }
            try {
                result.add(parser.parse(text));
            } catch (SyncException e) {
                throw new SyncException(
                        e.code(), e.retryable(), where + name + "[" + result.size() + "]: " + e.getMessage(), e);
            }
        }
        return result;
    }

    List<JsonFields> objects(String name, int max) throws SyncException {
        List<JsonFields> result = new ArrayList<>();
        for (Object element : list(name, max)) {
            if (!(element instanceof JsonFields fields)) {
                throw malformed(name, "element " + result.size() + " is not an object");
            }
            result.add(fields);
        }
        return result;
    }

    private List<?> list(String name, int max) throws SyncException {
        List<?> list = typed(name, List.class, "a list");
        if (list.size() > max) {
            throw new SyncException(
                    ErrorCode.MESSAGE_TOO_LARGE, false, where + name + ": more than " + max + " elements");
        }
        return list;
    }
}
