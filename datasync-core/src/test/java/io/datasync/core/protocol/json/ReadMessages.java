package io.datasync.core.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.protocol.CompareLine;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Reads messages that are to be refused. */
abstract class ReadMessages {
    static final String COMPLETE = "{'balance':{'seen':1,'verified':1,'inFlight':0,'excluded':0,'failed':0,'lost':0},"
            + "'incompleteFolders':0,'uploaded':1,'uploadedBytes':5}";
    static final String OPEN =
            "{'runId':'r','jobId':'j','scanSeq':1,'startedOffline':false,'highestToken':'0.0','folders':[]}";
    static final String ITEM = "{'path':'d/f','kind':'f','size':1,'ticks':'2'}";

    interface Reading {
        Object read(InputStream in, JsonLimits limits) throws SyncException;
    }

    static InputStream stream(String text) {
        return new ByteArrayInputStream(text.replace('\'', '"').getBytes(UTF_8));
    }

    static SyncException refusal(Reading reading, InputStream in) {
        try {
            throw new AssertionError("was read as " + reading.read(in, JsonLimits.DEFAULTS));
        } catch (SyncException e) {
            return e;
        }
    }

    static void refused(Reading reading, String text, ErrorCode code, String named) {
        SyncException e = refusal(reading, stream(text));
        assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
        assertThat(e).hasMessageContaining(named);
        assertThat(e.retryable()).isEqualTo(code == ErrorCode.MESSAGE_TRUNCATED);
    }

    static Object lines(InputStream in, JsonLimits limits) throws SyncException {
        CompareLines lines = new CompareLineReader(in, limits);
        int count = 0;
        for (CompareLine line = lines.next(); line != null; line = lines.next()) {
            count++;
        }
        return count;
    }
}
