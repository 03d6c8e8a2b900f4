package io.datasync.core.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class SourceGuardTest {
    private static final SourceIdentity KNOWN = new SourceIdentity("uuid:1", "inode:2");
    private static final SourceIdentity OTHER = new SourceIdentity("uuid:1", "inode:3");

    private static Optional<ErrorCode> root(
            Optional<SourceIdentity> known, SourceIdentity found, boolean empty, long files) {
        try {
            SourceGuard.checkRoot(known, found, empty, files);
            return Optional.empty();
        } catch (SyncException e) {
            return Optional.of(e.code());
        }
    }

    private static Optional<ErrorCode> fall(long known, long seen, long vanished, long outOfOrder) {
        try {
            SourceGuard.checkFall(known, seen, vanished, outOfOrder, OptionalLong.of(7), OptionalLong.of(3));
            return Optional.empty();
        } catch (SyncException e) {
            return Optional.of(e.code());
        }
    }

    @Test
    @DisplayName("D-2 the first root is taken as it is, and the known one later; another one is refused")
    void identity() {
        assertThat(root(Optional.empty(), KNOWN, false, 0)).isEmpty();
        assertThat(root(Optional.empty(), KNOWN, true, 0)).isEmpty();
        assertThat(root(Optional.of(KNOWN), KNOWN, false, 5)).isEmpty();
        assertThat(root(Optional.of(KNOWN), OTHER, false, 5)).contains(ErrorCode.SOURCE_CHANGED);
        assertThat(root(Optional.of(KNOWN), OTHER, true, 0)).contains(ErrorCode.SOURCE_CHANGED);
    }

    @Test
    @DisplayName("D-2 an empty root that had files is refused, known or not, be it only one file")
    void emptyRoot() {
        assertThat(root(Optional.of(KNOWN), KNOWN, true, 1)).contains(ErrorCode.SOURCE_UNREACHABLE);
        assertThat(root(Optional.of(KNOWN), OTHER, true, 1_000)).contains(ErrorCode.SOURCE_UNREACHABLE);
        assertThat(root(Optional.of(KNOWN), KNOWN, true, 0)).isEmpty();
    }

    @Test
    @DisplayName("D-2 a tree of empty folders that had files is refused too")
    void noFileLeft() {
        assertThat(fall(3, 0, 3, 0)).contains(ErrorCode.SOURCE_UNREACHABLE);
        assertThat(fall(3, 1, 3, 0)).isEmpty();
        assertThat(fall(0, 0, 0, 0)).isEmpty();
    }

    @Test
    @DisplayName("D-2 a fall of more than half is refused when it goes against the purge order")
    void fallAgainstTheOrder() {
        assertThat(fall(100, 49, 51, 40)).contains(ErrorCode.SOURCE_CHANGED);
        assertThat(fall(100, 50, 50, 40)).isEmpty();
        assertThat(fall(100, 1, 99, 1)).contains(ErrorCode.SOURCE_CHANGED);
    }

    @Test
    @DisplayName("D-1 a purge of the oldest is accepted, however large")
    void purge() {
        assertThat(fall(100, 1, 99, 0)).isEmpty();
    }

    @Test
    @DisplayName(
            "D-1 a purge may leave strays that it never takes: a tenth of the smaller group, be that what went or what stayed")
    void strays() {
        assertThat(fall(1_000, 100, 900, 10)).isEmpty();
        assertThat(fall(1_000, 100, 900, 11)).contains(ErrorCode.SOURCE_CHANGED);
        assertThat(fall(1_000, 3, 997, 3)).contains(ErrorCode.SOURCE_CHANGED);
        assertThat(fall(1_000, 400, 600, 40)).isEmpty();
        assertThat(fall(1_000, 400, 600, 41)).contains(ErrorCode.SOURCE_CHANGED);
    }

    @Test
    @DisplayName("D-1 a purge that took every known file while new ones came is accepted")
    void nothingKnownIsLeft() throws Exception {
        SourceGuard.checkFall(100, 40, 100, 0, OptionalLong.of(5), OptionalLong.empty());
    }

    @Test
    @DisplayName("D-2 with fewer than twenty files a fall of more than half is ordinary work")
    void smallNumbers() {
        assertThat(fall(SourceGuard.FALL_FLOOR_FILES - 1, 1, 18, 1)).isEmpty();
        assertThat(fall(SourceGuard.FALL_FLOOR_FILES, 1, 19, 1)).contains(ErrorCode.SOURCE_CHANGED);
    }

    @Test
    @DisplayName("D-2 a refusal says what was found")
    void message() {
        assertThatThrownBy(
                        () -> SourceGuard.checkFall(100, 10, 90, 10, OptionalLong.of(10_000_000), OptionalLong.of(0)))
                .hasMessageContaining("90 of 100")
                .hasMessageContaining("10 older ones")
                .hasMessageContaining("1970-01-01T00:00:01Z")
                .hasMessageContaining("1970-01-01T00:00:00Z");
        assertThatThrownBy(() -> SourceGuard.checkRoot(Optional.of(KNOWN), OTHER, false, 5))
                .hasMessageContaining(KNOWN.text())
                .hasMessageContaining(OTHER.text());
        assertThatThrownBy(() -> SourceGuard.checkFall(1, 0, 2, 0, OptionalLong.empty(), OptionalLong.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
