package io.datasync.core.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.protocol.Problem;
import io.datasync.core.protocol.fleet.AgentStatus;
import io.datasync.core.protocol.fleet.Heartbeat;
import io.datasync.core.protocol.fleet.ShareStatus;
import io.datasync.core.purge.PurgeForecast;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Messages that somebody made to do harm, or by mistake")
class HostileMessageTest extends ReadMessages {
    private static final String JOB =
            "{'jobs':[{'job':'j','kind':'plain','zone':'UTC','root':'/d','archiveUrl':'file:///a',"
                    + "'include':[],'exclude':[],'intervalSeconds':1,'quietPeriodSeconds':0,'enabled':true,'pool':POOL}]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "'d'",
                "{}",
                "{'name':7}",
                "{'name':''}",
                "{'name':'a/b'}",
                "{'name':'d','filesMax':0}",
                "{'name':'d','filesMax':-1}",
                "{'name':'d','bytesMax':0}",
                "{'name':'d','bytesMax':1.5}",
                "{'name':'d','bytesMax':9223372036854775808}"
            })
    @DisplayName("D-11 A pool without a plain name or with an impossible limit is refused")
    void anImpossiblePool(String pool) {
        refused(JobsJson::readJobList, JOB.replace("POOL", pool), ErrorCode.MESSAGE_MALFORMED, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'kind':'due'",
                "'kind':'due','from':'2026-04-23T12:00:00Z','until':'2026-04-23T11:00:00Z'",
                "'kind':'due','from':'yesterday','until':'2026-04-23T11:00:00Z'",
                "'kind':'idle','from':'2026-04-23T10:00:00Z','until':'2026-04-23T11:00:00Z'",
                "'kind':'nothing_waiting','from':'2026-04-23T10:00:00Z'",
                "'kind':'unknown'",
                "'kind':7"
            })
    @DisplayName("CORE-9 A forecast that is not whole or ends before it begins is refused")
    void anImpossibleForecast(String fields) {
        String text = "{'forecasts':[{'job':'j'," + fields + "}]}";
        refused(ForecastsJson::read, text, ErrorCode.MESSAGE_MALFORMED, "forecasts");
    }

    @Test
    @DisplayName("D-38 CORE-9 A forecast that only a newer agent understands is unknown, and no forecast is none")
    void aNewerForecast() throws SyncException {
        for (String fields : new String[] {"'kind':'soon','from':7", "'kind':'unknown','reason':'moon'"}) {
            String text = "{'forecasts':[{'job':'j'," + fields + "}],'more':1}";
            assertThat(ForecastsJson.read(stream(text), JsonLimits.DEFAULTS)
                            .get(0)
                            .forecast())
                    .isEqualTo(new PurgeForecast.Unknown(PurgeForecast.Reason.NOT_UNDERSTOOD));
        }
        assertThat(ForecastsJson.read(stream("{}"), JsonLimits.DEFAULTS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"runId", "jobId", "scanSeq", "startedOffline", "highestToken", "folders"})
    @DisplayName("A missing field is named, and null is as good as missing")
    void aMissingFieldIsNamed(String field) {
        String without = OPEN.replace("'" + field + "'", "'other'");
        refused(RunJson::readOpenRequest, without, ErrorCode.MESSAGE_MALFORMED, field + ": missing");
        String empty = OPEN.replaceFirst("'" + field + "':('[^']*'|[^,}]*)", "'" + field + "':null");
        refused(RunJson::readOpenRequest, empty, ErrorCode.MESSAGE_MALFORMED, field + ": missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "runId | 7 | not a string",
                "runId | '../x' | Not an id of a run",
                "runId | '' | Not an id of a run",
                "jobId | 'a\\nb' | Not an id of a job",
                "jobId | {} | not a string",
                "scanSeq | '1' | not a number",
                "scanSeq | -1 | not a whole number",
                "scanSeq | 1.5 | not a whole number",
                "scanSeq | 1e3 | not a whole number",
                "scanSeq | 9223372036854775808 | 64 bits",
                "scanSeq | 1000000000000001 | higher than any scan",
                "startedOffline | 0 | not true or false",
                "startedOffline | 'false' | not true or false",
                "highestToken | '1.-1' | Not a fencing token",
                "highestToken | '9999999999999999999.1' | Not a fencing token",
                "continues | '/' | Not an id of a run",
                "folders | {} | not a list",
                "folders | [1] | folders[0].not a JSON object",
                "folders | [{'name':'a'}] | folders[0].count: missing",
                "folders | [{'name':'.','count':0,'bytes':0,'digest':'AB'}] | folders[0].digest: Not a SHA-256",
            })
    @DisplayName("A wrong field is named, with what is wrong")
    void aWrongFieldIsNamed(String field, String value, String fault) {
        String wrong = field.equals("continues")
                ? OPEN.replace("{", "{'continues':" + value + ",")
                : OPEN.replaceFirst(
                        "'" + field + "':('[^']*'|[^,}]*)", "'" + field + "':" + value.replace("\\", "\\\\"));
        refused(RunJson::readOpenRequest, wrong, ErrorCode.MESSAGE_MALFORMED, fault);
        assertThat(refusal(RunJson::readOpenRequest, stream(wrong))).hasMessageContaining(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../x", "/etc/passwd", "a/../../b", "a//b", "a/./b", "", "a/", "a\\u0000b", "\\uD800", "␛", "␛41"
            })
    @DisplayName("SEC-6 a path that is none, or leads out, is refused wherever it stands")
    void aPathThatLeadsOutIsRefused(String path) {
        String item = ITEM.replace("d/f", path) + "\n{'end':1}\n";
        refused(HostileMessageTest::lines, item, ErrorCode.PATH_INVALID, "line 1: path: ");
        String gone = "{'report':'gone','scanSeq':1,'path':'" + path + "'}\n{'end':1}\n";
        refused(ProgressJson::readRequest, gone, ErrorCode.PATH_INVALID, "path");
        String folder = "{'name':'" + path + "','count':0,'bytes':0,'digest':'" + "0".repeat(64) + "'}";
        refused(
                RunJson::readOpenRequest,
                OPEN.replace("[]", "[" + folder + "]"),
                ErrorCode.PATH_INVALID,
                "folders[0].name");
    }

    @Test
    @DisplayName("SEC-6 a folder of two segments is none")
    void aFolderOfTwoSegmentsIsNone() {
        refused(HostileMessageTest::lines, "{'folder':'a/b'}\n{'end':1}\n", ErrorCode.PATH_INVALID, "Not one folder");
    }

    @Test
    @DisplayName("I-11 a path that the index cannot hold has its own code")
    void aPathCanBeTooLong() {
        String text = "x".repeat(2_049);
        refused(
                HostileMessageTest::lines,
                ITEM.replace("d/f", text) + "\n{'end':1}\n",
                ErrorCode.PATH_TOO_LONG,
                "2048");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NaN",
                "Infinity",
                "-Infinity",
                "0x10",
                "01",
                "+1",
                ".5",
                "1e",
                "tru",
                "'a",
                "// x\n1",
                "[1,]",
                "{'a':1,}",
                "1 2"
            })
    @DisplayName("What is not JSON is refused, in fields that nobody reads too")
    void whatIsNotJsonIsRefused(String value) {
        String text = COMPLETE.replace("{'balance'", "{'x':" + value + ",'balance'");
        assertThat(refusal(RunJson::readCompleteRequest, stream(text)).code())
                .isIn(ErrorCode.MESSAGE_MALFORMED, ErrorCode.MESSAGE_TRUNCATED);
        String line = ITEM.replace("{", "{'x':" + value + ",").replace("\n", " ") + "\n{'end':1}\n";
        assertThat(refusal(HostileMessageTest::lines, stream(line)).code()).isEqualTo(ErrorCode.MESSAGE_MALFORMED);
    }

    @Test
    @DisplayName("A field that is there twice is refused, known or not")
    void aDuplicateFieldIsRefused() {
        String twice = COMPLETE.replace("'uploaded':1", "'uploaded':1,'uploaded':2");
        refused(RunJson::readCompleteRequest, twice, ErrorCode.MESSAGE_MALFORMED, "uploaded");
        String unknown = COMPLETE.replace("'uploaded':1", "'uploaded':1,'x':2,'x':2");
        refused(RunJson::readCompleteRequest, unknown, ErrorCode.MESSAGE_MALFORMED, "x");
        String folders = OPEN.replace("'folders':[]", "'folders':[],'folders':[]");
        refused(RunJson::readOpenRequest, folders, ErrorCode.MESSAGE_MALFORMED, "folders");
    }

    @Test
    @DisplayName("D-12 more held files than failed ones are refused; without a word of them there are none")
    void heldFilesAreFailedFiles() throws SyncException {
        assertThat(RunJson.readCompleteRequest(stream(COMPLETE), JsonLimits.DEFAULTS)
                        .massChange())
                .isFalse();
        String many = COMPLETE.replace("'uploaded':1", "'uploaded':1,'held':1000000,'renamed':0");
        refused(RunJson::readCompleteRequest, many, ErrorCode.MESSAGE_MALFORMED, "held");
        String negative = COMPLETE.replace("'uploaded':1", "'uploaded':1,'renamed':-1");
        refused(RunJson::readCompleteRequest, negative, ErrorCode.MESSAGE_MALFORMED, "renamed");
    }

    @Test
    @DisplayName("D-38 unknown fields of any kind are ignored")
    void unknownFieldsAreIgnored() throws SyncException {
        String more = COMPLETE.replace("{'balance'", "{'x':{'y':[1,{'z':null},1e400]},'n':null,'balance'");
        assertThat(RunJson.readCompleteRequest(stream(more), JsonLimits.DEFAULTS)
                        .uploaded())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("D-38 a newer agent's words in a heartbeat are unknown, not an error")
    void unknownWordsInAHeartbeat() throws SyncException {
        Heartbeat heartbeat = FleetJson.readHeartbeat(
                stream("{'status':'dreaming','version':'9','sentAt':'2026-01-01T00:00:00Z','counter':1,'activeJobs':[],"
                        + "'azureFilesStatus':'soggy','sourceCount':0,'footprintBytes':0}"),
                JsonLimits.DEFAULTS);
        assertThat(heartbeat.status()).isEqualTo(AgentStatus.UNKNOWN);
        assertThat(heartbeat.share()).isEqualTo(ShareStatus.UNKNOWN);
        assertThat(heartbeat.endedCycles())
                .as("an older agent says nothing of them")
                .isEmpty();
    }

    @Test
    @DisplayName("Bytes that are not UTF-8, and a byte order mark, are refused")
    void bytesThatAreNotUtf8AreRefused() {
        for (int[] wrong :
                new int[][] {{0xFF}, {0xC0, 0x80}, {0xED, 0xA0, 0x80}, {0xE2, 0x82}, {0xF4, 0x90, 0x80, 0x80}}) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            line.writeBytes("{\"path\":\"".getBytes(UTF_8));
            for (int b : wrong) {
                line.write(b);
            }
            line.writeBytes("\",\"kind\":\"f\",\"size\":1,\"ticks\":\"2\"}\n{\"end\":1}\n".getBytes(UTF_8));
            SyncException inLine = refusal(HostileMessageTest::lines, new ByteArrayInputStream(line.toByteArray()));
            assertThat(inLine.code()).isEqualTo(ErrorCode.MESSAGE_MALFORMED);
            assertThat(inLine).hasMessageContaining("UTF-8");
            SyncException inDocument =
                    refusal(RunJson::readCompleteRequest, new ByteArrayInputStream(line.toByteArray()));
            assertThat(inDocument.code()).isEqualTo(ErrorCode.MESSAGE_MALFORMED);
        }
        refused(RunJson::readCompleteRequest, "\uFEFF" + COMPLETE, ErrorCode.MESSAGE_MALFORMED, "Unexpected character");
        refused(HostileMessageTest::lines, "\uFEFF{'end':0}\n", ErrorCode.MESSAGE_MALFORMED, "Unexpected character");
    }

    @Test
    @DisplayName("I-6 counts that do not add up have their own code")
    void aBrokenBalanceIsRefused() {
        refused(
                RunJson::readCompleteRequest,
                COMPLETE.replace("'seen':1", "'seen':2"),
                ErrorCode.BALANCE_BROKEN,
                "seen 2 = verified 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2026-04-23",
                "2026-04-23T10:00:00+02:00",
                "+999999999-12-31T23:59:59Z",
                "-0001-01-01T00:00:00Z"
            })
    @DisplayName("I-13 a time that is not UTC of ISO 8601 is refused")
    void aTimeIsUtc(String time) {
        String lost = "{'report':'lost','scanSeq':1," + ITEM.substring(1, ITEM.length() - 1) + ",'noticedAt':'" + time
                + "'}\n{'end':1}\n";
        refused(ProgressJson::readRequest, lost, ErrorCode.MESSAGE_MALFORMED, "line 1: noticedAt");
    }

    @Test
    @DisplayName("An entry that cannot be is refused")
    void anEntryThatCannotBeIsRefused() {
        String end = "\n{'end':1}\n";
        refused(HostileMessageTest::lines, ITEM.replace("'f',", "'x',") + end, ErrorCode.MESSAGE_MALFORMED, "kind");
        refused(
                HostileMessageTest::lines,
                ITEM.replace("'f',", "'d',") + end,
                ErrorCode.MESSAGE_MALFORMED,
                "neither size");
        refused(HostileMessageTest::lines, ITEM.replace("'2'", "2") + end, ErrorCode.MESSAGE_MALFORMED, "ticks");
        refused(HostileMessageTest::lines, ITEM.replace("'2'", "'٢'") + end, ErrorCode.MESSAGE_MALFORMED, "ticks");
        refused(
                HostileMessageTest::lines,
                ITEM.replace("'size':1", "'size':-1") + end,
                ErrorCode.MESSAGE_MALFORMED,
                "size");
    }

    @Test
    @DisplayName("API-8 a refusal keeps code and retryable; an unknown code of a newer server is a server error")
    void aRefusalTravels() throws SyncException {
        SyncException stale = SyncException.permanent(ErrorCode.STALE_TOKEN, "old");
        SyncException back = Problem.of(409, stale, Optional.empty()).failure();
        assertThat(back.code()).isEqualTo(ErrorCode.STALE_TOKEN);
        assertThat(back.retryable()).isFalse();
        assertThat(back).hasMessage("old");
        Problem newer = ProblemJson.read(
                stream("{'type':'/p','title':'T','status':503,'code':'tea_time','retryable':true,'detail':'d'}"),
                JsonLimits.DEFAULTS);
        assertThat(newer.failure().code()).isEqualTo(ErrorCode.SERVER_ERROR);
        assertThat(newer.failure().retryable()).isTrue();
        assertThat(newer.failure()).hasMessage("tea_time: d");
    }

    @Test
    @DisplayName("API-8 a failure in the middle of verdicts reaches the agent as it was")
    void aFailureAmongVerdictsArrives() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CompareAnswerWriter writer = new CompareAnswerWriter(out);
        writer.fail(Problem.of(409, SyncException.permanent(ErrorCode.STALE_TOKEN, "old"), Optional.of("r")));
        SyncException e = refusal(
                (in, limits) -> {
                    CompareAnswerReader.read(in, limits, answer -> {});
                    return "nothing";
                },
                new ByteArrayInputStream(out.toByteArray()));
        assertThat(e.code()).isEqualTo(ErrorCode.STALE_TOKEN);
    }
}
