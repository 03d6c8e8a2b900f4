package io.datasync.drills.demo.watching;

import io.datasync.core.balance.Balance;
import io.datasync.core.failure.ErrorCode;
import io.datasync.drills.demo.ending.DemoFailure;
import io.datasync.drills.demo.ending.Ending;
import io.datasync.drills.demo.home.Places;
import io.datasync.drills.demo.seats.JobProgress;
import io.datasync.drills.demo.terminal.Figures;
import io.datasync.drills.demo.terminal.Screen;
import io.datasync.drills.demo.terminal.Wording;
import io.datasync.testkit.sandbox.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one run of the agent came to, in the demo's words.
 *
 * @param outcome the figures
 * @param failure why it does not count as done; empty when every file that was seen is archived, in flight or excluded
 */
record OnceResult(Outcome outcome, Optional<DemoFailure> failure) {
    private static final int NAMED_MAX = 5;
    private static final double MILLIS_PER_SECOND = 1000.0;

    /**
     * Reads what the agent printed.
     *
     * @param waitingBytes what was planned and not sent, for a full disk
     * @throws DemoFailure when there is no result in it, with the agent's code where it gave one
     */
    static OnceResult of(List<String> lines, Path source, Path archived, long waitingBytes) throws DemoFailure {
        Optional<Json> result = lines.stream()
                .filter(line -> line.startsWith("{"))
                .reduce((first, second) -> second)
                .map(Json::parse);
        if (result.isEmpty()) {
            String said = lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
            throw DemoFailure.of(Ending.NOT_READY, "The agent ended without a result: " + said);
        }
        if (!result.get().has("seen")) {
            // The job was refused, or ended by a failure that leaves no figures.
            throw DemoFailure.of(code(result.get()), result.get().get("detail").text());
        }
        var outcome = new Outcome(
                source,
                archived,
                JobProgress.balance(result.get()),
                result.get().get("uploaded").number(),
                result.get().get("bytes").number(),
                Duration.ofMillis(Math.round(result.get().get("seconds").decimal() * MILLIS_PER_SECOND)));
        return new OnceResult(outcome, failure(result.get(), outcome.balance(), waitingBytes));
    }

    /** The sentence for people: the balance, what was sent, and where it is. */
    String sentence() {
        boolean done = failure.isEmpty();
        String sent = done && outcome.uploaded() == 0
                ? Wording.nothingSent(outcome.balance().verified())
                : Wording.sent(outcome.uploaded(), outcome.bytes(), outcome.took());
        return (done ? "Done: " : "Ended: ") + Wording.equation(outcome.balance()) + ". " + sent + " Archive: "
                + Places.shown(outcome.archived());
    }

    /**
     * Prints it.
     *
     * @throws DemoFailure when it does not count as done, after it was printed
     */
    void tell(Screen screen, boolean json) throws DemoFailure {
        screen.line(sentence());
        if (json) {
            screen.raw(outcome.json());
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private static Optional<DemoFailure> failure(Json result, Balance balance, long waitingBytes) {
        long left = balance.inFlight() + balance.failed();
        String stay = Figures.count(left) + " of " + Figures.files(balance.seen())
                + (left == 1 ? " is not archived and stays" : " are not archived and stay") + " in the source.";
        if (result.has("code")) {
            return Optional.of(stopped(result, stay, waitingBytes));
        }
        if (balance.failed() + balance.lost() > 0
                || result.get("incompleteFolders").number() > 0) {
            return Optional.of(partial(result, balance, stay));
        }
        if (!result.get("reported").truth()) {
            return Optional.of(DemoFailure.of(
                    ErrorCode.SERVER_UNREACHABLE, "All is archived, but the server could not be told. Start again."));
        }
        return Optional.empty();
    }

    private static DemoFailure stopped(Json result, String stay, long waitingBytes) {
        ErrorCode code = code(result);
        if (code == ErrorCode.SHARE_FULL) {
            String free = waitingBytes > 0 ? "Free " + Figures.bytes(waitingBytes) : "Free some space";
            return DemoFailure.of(code, "The archive disk is full. " + stay + " " + free + " and start again.");
        }
        String detail = result.get("detail").text();
        return DemoFailure.of(code, detail + (detail.endsWith(".") ? " " : ". ") + stay);
    }

    private static DemoFailure partial(Json result, Balance balance, String stay) {
        List<Json> failures = Stream.concat(
                        result.get("failures").items().stream(), result.get("lostFiles").items().stream())
                .toList();
        String named = failures.stream()
                .limit(NAMED_MAX)
                .map(file -> file.get("path").text() + " (" + code(file).text() + ")")
                .collect(Collectors.joining(", "));
        String lost = balance.lost() > 0 ? " " + Figures.files(balance.lost()) + " lost: deleted before archived." : "";
        String folders = result.get("incompleteFolders").number() > 0 ? " Some folders could not be listed." : "";
        ErrorCode code = failures.stream().findFirst().map(OnceResult::code).orElse(ErrorCode.FILE_VANISHED);
        return DemoFailure.of(code, stay + lost + folders + (named.isEmpty() ? "" : " For example: " + named + "."));
    }

    private static ErrorCode code(Json object) {
        return ErrorCode.valueOf(object.get("code").text().toUpperCase(Locale.ROOT));
    }
}
