package io.datasync.server.sync.index.catalog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A list of texts in one column: a JSON array. */
final class TextList {
    private static final JsonFactory JSON = new JsonFactory();

    private TextList() {}

    static String write(List<String> texts) {
        var out = new StringWriter();
        try (var json = JSON.createGenerator(out)) {
            json.writeStartArray();
            for (String text : texts) {
                json.writeString(text);
            }
            json.writeEndArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toString();
    }

    /** What {@link #write} made; only a changed table can hold anything else. */
    static List<String> read(String array) {
        List<String> texts = new ArrayList<>();
        try (var json = JSON.createParser(array)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.VALUE_STRING) {
                texts.add(json.getText());
            }
        } catch (IOException damaged) {
            throw new UncheckedIOException("Not a list: " + array, damaged);
        }
        return texts;
    }
}
