package io.datasync.testkit.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "\"\"",
                "-9223372036854775808",
                "1.5",
                "{\"a\":[1,{\"b\":null,\"c\":false}],\"d\":\"line\\nbreak \\\"x\\\" ü\"}"
            })
    void whatIsReadIsWrittenAgain(String document) {
        assertThat(Json.parse(document)).hasToString(document).isEqualTo(Json.parse(document));
    }

    @Test
    void fieldsAndElementsAreAskedFor() {
        Json json =
                Json.parse("{\"n\":7,\"ticks\":\"17000000000000000\",\"t\":\"x\",\"b\":true,\"l\":[1,2],\"z\":null}");
        assertThat(json.get("n").number()).isEqualTo(7);
        assertThat(json.get("ticks").number()).isEqualTo(17_000_000_000_000_000L);
        assertThat(json.get("t").text()).isEqualTo("x");
        assertThat(json.get("b").truth()).isTrue();
        assertThat(json.get("l").items()).extracting(Json::number).containsExactly(1L, 2L);
        assertThat(json.get("z").isNull()).isTrue();
        assertThat(json.has("z")).isTrue();
        assertThat(json.has("y")).isFalse();
    }

    @Test
    void anObjectIsMadeOfNamesAndValues() {
        Json inner = Json.object("x", 1);
        assertThat(Json.object("a", "b", "c", 2L, "d", true, "e", List.of("f", inner), "g", inner))
                .hasToString("{\"a\":\"b\",\"c\":2,\"d\":true,\"e\":[\"f\",{\"x\":1}],\"g\":{\"x\":1}}");
        assertThat(Json.object("g", inner).get("g").get("x").toString()).isEqualTo("1");
    }

    @Test
    void whatIsNotThereIsShownWithTheDocument() {
        Json json = Json.parse("{\"a\":1}");
        assertThatThrownBy(() -> json.get("b")).hasMessage("no field b in {\"a\":1}");
        assertThatThrownBy(() -> json.get("a").text()).hasMessage("not a text: 1");
        assertThatThrownBy(() -> json.get("a").truth()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(json::items).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Json.parse("<html>")).hasMessage("not JSON: <html>");
        assertThatThrownBy(() -> Json.parse("{} {}")).hasMessage("more than one document: {} {}");
        assertThatThrownBy(() -> Json.parse("")).hasMessage("not JSON: ");
    }
}
