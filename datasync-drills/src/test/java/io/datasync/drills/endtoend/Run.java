package io.datasync.drills.endtoend;

import io.datasync.core.balance.Balance;
import io.datasync.testkit.sandbox.Json;
import io.datasync.testkit.sandbox.SandboxAgent;
import java.util.List;

/**
 * What one execution of a job came to, as the agent printed it. The balance cannot be built when it does not hold (I-6).
 *
 * @param exitCode of the process
 * @param uploaded files whose bytes were sent
 * @param reported whether the server has everything
 * @param code why it failed; {@code none} when it did its work
 * @param failures the files that failed, each with its code
 * @param waiting those that change and wait, each with its code
 * @param lostFiles those that are lost, each with its code
 * @param lines everything that was printed
 */
record Run(
        int exitCode,
        Balance balance,
        long uploaded,
        boolean reported,
        String code,
        List<String> failures,
        List<String> waiting,
        List<String> lostFiles,
        List<String> lines) {
    static Run of(SandboxAgent.Outcome outcome) {
        return of(outcome.exitCode(), outcome.lines());
    }

    static Run of(int exitCode, List<String> lines) {
        Json result = lines.stream()
                .filter(line -> line.startsWith("{"))
                .reduce((first, second) -> second)
                .map(Json::parse)
                .orElseThrow(() -> new AssertionError("no result, exit code " + exitCode + ": " + lines));
        if (!result.has("seen")) {
            throw new AssertionError("no figures, exit code " + exitCode + ": " + lines);
        }
        return new Run(
                exitCode,
                new Balance(
                        result.get("seen").number(),
                        result.get("verified").number(),
                        result.get("inFlight").number(),
                        result.get("excluded").number(),
                        result.get("failed").number(),
                        result.get("lost").number()),
                result.get("uploaded").number(),
                result.get("reported").truth(),
                result.has("code") ? result.get("code").text() : "none",
                named(result, "failures"),
                named(result, "waiting"),
                named(result, "lostFiles"),
                lines);
    }

    private static List<String> named(Json result, String list) {
        return result.get(list).items().stream()
                .map(file -> file.get("path").text() + " " + file.get("code").text())
                .toList();
    }
}
