package io.datasync.testkit.archiver;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.archiver.ArchiveResult;
import io.datasync.core.archiver.Archiver;
import io.datasync.core.archiver.ArchiverBuilder;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Three folders, and archivers that work with them, each as a new process would. */
abstract class OneArchiver {
    @TempDir
    Path place;

    Path source = Path.of("/");
    Path archive = Path.of("/");
    Path memory = Path.of("/");

    @BeforeEach
    void folders() throws IOException {
        source = Files.createDirectory(place.resolve("source"));
        archive = place.resolve("archive");
        memory = place.resolve("memory");
    }

    ArchiverBuilder builder() {
        return Archiver.of(source, archive, memory).quietPeriod(Duration.ZERO, Duration.ZERO);
    }

    ArchiveResult archive(UnaryOperator<ArchiverBuilder> options) throws SyncException {
        try (Archiver archiver = options.apply(builder()).build()) {
            return archiver.archive();
        }
    }

    ArchiveResult archive() throws SyncException {
        return archive(ArchiverBuilder::createArchive);
    }

    static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(SyncException.class)
                .extracting(e -> ((SyncException) e).code())
                .isEqualTo(code);
    }
}
