package io.datasync.core.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveMarkerJsonTest {
    private static final ArchiveMarker MARKER =
            new ArchiveMarker(1, "lab-7", "geometry", "geometry", "Europe/Berlin", List.of("C:\\Data", "/m\u00FC\n"));

    /** As a released version wrote it; every later version must read it. */
    private static final String GOLDEN = """
            {
              "formatVersion" : 1,
              "runner" : "lab-7",
              "job" : "geometry",
              "kind" : "geometry",
              "zone" : "Europe/Berlin",
              "roots" : [ "C:\\\\Data", "/m\u00FC\\n" ]
            }
            """;

    @Test
    @DisplayName("D-13 the marker's form is fixed")
    void theFormIsFixed() throws SyncException {
        assertThat(new String(ArchiveMarkerJson.write(MARKER), UTF_8)).isEqualTo(GOLDEN);
        assertThat(ArchiveMarkerJson.read(GOLDEN.getBytes(UTF_8))).isEqualTo(MARKER);
    }

    @Test
    @DisplayName("D-38 fields that are not known are ignored")
    void unknownFieldsAreIgnored() throws SyncException {
        String later = GOLDEN.replace("\"job\"", "\"more\" : { \"a\" : [ 1 ] },\n\"job\"");
        assertThat(ArchiveMarkerJson.read(later.getBytes(UTF_8))).isEqualTo(MARKER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"formatVersion\":1,\"runner\":\"r\",\"job\":\"j\",\"kind\":\"k\"}",
                "{\"formatVersion\":2,\"runner\":\"r\",\"job\":\"j\",\"kind\":\"k\",\"zone\":\"z\"}",
                "{\"formatVersion\":\"1\",\"runner\":\"r\",\"job\":\"j\",\"kind\":\"k\",\"zone\":\"z\"}",
                "{\"formatVersion\":99999999999,\"runner\":\"r\",\"job\":\"j\",\"kind\":\"k\",\"zone\":\"z\"}",
                "{\"formatVersion\":1,\"runner\":7,\"job\":\"j\",\"kind\":\"k\",\"zone\":\"z\"}",
                "{\"formatVersion\":1,\"runner\":\"r\",\"job\":\"j\",\"kind\":\"k\",\"zone\":\"z\",\"roots\":[1]}",
                "{\"formatVersion\":1,\"runner\":\"r\",\"job\":\"j\",\"kind\":\"k\",\"zone\":\"z\",\"roots\":[\"a\"",
                "{\"formatVersion\":1,\"runner\":\"r\",\"job\":\"j\",\"kind\":\"k\",\"zone\":\"z\"} more"
            })
    @DisplayName("What is no marker, or one of a later layout, is nobody's archive to write to")
    void whatIsNoMarkerIsRefused(String json) {
        assertThatThrownBy(() -> ArchiveMarkerJson.read(json.getBytes(UTF_8)))
                .isInstanceOf(SyncException.class)
                .extracting(e -> ((SyncException) e).code())
                .isEqualTo(ErrorCode.SHARE_FOREIGN);
    }
}
