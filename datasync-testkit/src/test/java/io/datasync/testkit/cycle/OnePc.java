package io.datasync.testkit.cycle;

import io.datasync.core.balance.Balance;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.failure.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A PC with three files, in two folders. */
abstract class OnePc {
    static final Duration LATER = Duration.ofMinutes(1);

    @TempDir
    Path source;

    CycleFixture pc;

    @BeforeEach
    void aPc() throws Exception {
        pc = new CycleFixture(source);
        pc.write("2026-04-22/a.csv", "first");
        pc.write("2026-04-22/b.csv", "second");
        pc.write("2026-04-23/c.csv", "third");
    }

    static Balance balance(long seen, long verified, long inFlight, long excluded, long failed, long lost) {
        return new Balance(seen, verified, inFlight, excluded, failed, lost);
    }

    static Optional<ErrorCode> codeOf(CycleResult result) {
        return result.failure().map(failure -> failure.code());
    }

    static List<String> named(List<CycleResult.NamedFile> files) {
        return files.stream()
                .map(file -> file.path() + " " + file.why().code().text())
                .toList();
    }
}
