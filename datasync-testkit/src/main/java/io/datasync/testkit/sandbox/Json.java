package io.datasync.testkit.sandbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A small JSON tree for tests: parsed whole, asked by field names, printed again. Immutable.
 *
 * <p>What is asked for and is not there, or is of another type, is an {@link IllegalStateException} that shows the
 * document: in a test that is the failure one wants to read.
 */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** A map, a list, a text, a whole number, another number, a truth value or null. */
    private final @Nullable Object value;

    private Json(@Nullable Object value) {
        this.value = value;
    }

    /** The tree of a document. */
    public static Json parse(String document) {
        try (JsonParser parser = FACTORY.createParser(document)) {
            parser.nextToken();
            var tree = new Json(read(parser));
            if (parser.nextToken() != null) {
                throw new IllegalStateException("more than one document: " + document);
            }
            return tree;
        } catch (IOException e) {
            throw new IllegalStateException("not JSON: " + document, e);
        }
    }

    /**
     * An object of names and values in turn.
     *
     * @param namesAndValues a value is a text, a whole number, a truth value, a list of such or a {@code Json}
     */
    public static Json object(Object... namesAndValues) {
        var fields = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Json(fields);
    }

    /** The value of a field. */
    public Json get(String field) {
        if (!has(field)) {
            throw new IllegalStateException("no field " + field + " in " + this);
        }
        return new Json(plain(((Map<?, ?>) required()).get(field)));
    }

    /** Whether this is an object with that field, be it null. */
    public boolean has(String field) {
        return value instanceof Map<?, ?> fields && fields.containsKey(field);
    }

    /** The elements of a list. */
    public List<Json> items() {
        if (value instanceof List<?> elements) {
            return elements.stream().map(element -> new Json(plain(element))).toList();
        }
        throw new IllegalStateException("not a list: " + this);
    }

    /** The value as a text. */
    public String text() {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalStateException("not a text: " + this);
    }

    /** The value as a whole number; also one that stands in a text, as ticks do. */
    public long number() {
        if (value instanceof Long number) {
            return number;
        }
        return Long.parseLong(text());
    }

    /** The value as a number that need not be whole. */
    public double decimal() {
        return value instanceof Double number ? number : number();
    }

    /** The value as a truth value. */
    public boolean truth() {
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw new IllegalStateException("not true or false: " + this);
    }

    /** Whether it is null. */
    public boolean isNull() {
        return value == null;
    }

    /** The document, without blanks. */
    @Override
    public String toString() {
        var text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            write(generator, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Json json && toString().equals(json.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    private Object required() {
        if (value == null) {
            throw new IllegalStateException("null");
        }
        return value;
    }

    private static @Nullable Object plain(@Nullable Object element) {
        return element instanceof Json json ? json.value : element;
    }

    private static @Nullable Object read(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("an empty document");
        }
        return switch (token) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readList(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IOException("unexpected " + token);
        };
    }

    private static Object readObject(JsonParser parser) throws IOException {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, read(parser));
        }
        return Collections.unmodifiableMap(fields);
    }

    private static Object readList(JsonParser parser) throws IOException {
        var elements = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(read(parser));
        }
        return Collections.unmodifiableList(elements);
    }

    private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
        Object plain = plain(value);
        if (plain instanceof Map<?, ?> fields) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                generator.writeFieldName((String) field.getKey());
                write(generator, field.getValue());
            }
            generator.writeEndObject();
        } else if (plain instanceof List<?> elements) {
            generator.writeStartArray();
            for (Object element : elements) {
                write(generator, element);
            }
            generator.writeEndArray();
        } else if (plain instanceof Number number) {
            generator.writeNumber(number.toString());
        } else if (plain instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else if (plain == null) {
            generator.writeNull();
        } else {
            generator.writeString(plain.toString());
        }
    }
}
