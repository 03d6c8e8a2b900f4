package io.datasync.testkit.coordinator;

import static io.datasync.testkit.coordinator.Refusals.assertRefused;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.coordinator.EpochLedger;
import io.datasync.core.coordinator.ShareEpochLedger;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import io.datasync.testkit.store.memory.InMemoryShare;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The epoch on the share")
final class ShareEpochLedgerTest {
    private static final String URL = "memory:a";

    private final InMemoryShare share = new InMemoryShare(InMemoryShare.LIKE_A_DIRECTORY);
    private final EpochLedger ledger = new ShareEpochLedger(url -> share.open());

    @BeforeEach
    void makeTheArchive() throws SyncException {
        try (ArchiveStore store = share.open()) {
            store.create(new ArchiveMarker(1, "pc", "job", "plain", "UTC", List.of("/data")));
        }
    }

    @Test
    @DisplayName("D-20 it is nothing at first, only rises, and is durable")
    void itOnlyRises() throws SyncException {
        assertThat(ledger.read(URL)).isZero();
        ledger.raise(URL, 7);
        share.powerCut();
        assertThat(ledger.read(URL)).isEqualTo(7);
        ledger.raise(URL, 6);
        ledger.raise(URL, 7);
        assertThat(ledger.read(URL)).isEqualTo(7);
        ledger.raise(URL, 8);
        assertThat(ledger.read(URL)).isEqualTo(8);
    }

    @Test
    @DisplayName("D-20 it can be read by a person: a number and a line feed")
    void itCanBeReadByAPerson() throws SyncException {
        ledger.raise(URL, 12);
        try (ArchiveStore store = share.open()) {
            assertThat(store.control(ControlName.EPOCH))
                    .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo("12\n".getBytes(US_ASCII)));
            store.writeControl(ControlName.EPOCH, "13".getBytes(US_ASCII));
        }
        assertThat(ledger.read(URL)).isEqualTo(13);
        ledger.raise(URL, 13);
        try (ArchiveStore store = share.open()) {
            assertThat(store.control(ControlName.EPOCH))
                    .as("what is high enough is not written again")
                    .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo("13".getBytes(US_ASCII)));
        }
    }

    @Test
    @DisplayName("D-20 what is no number is never guessed, and never written over")
    void whatIsNoNumberIsNotGuessed() throws SyncException {
        for (String text : List.of("", "\n", "x", "-1", "1.5", "1\n2", "1234567890123456789")) {
            try (ArchiveStore store = share.open()) {
                store.writeControl(ControlName.EPOCH, text.getBytes(US_ASCII));
            }
            assertRefused(ErrorCode.SHARE_IO, () -> ledger.read(URL));
            assertRefused(ErrorCode.SHARE_IO, () -> {
                ledger.raise(URL, 99);
                return text;
            });
        }
    }

    @Test
    @DisplayName("D-6 an absent archive has no epoch, which is not the same as none yet")
    void anAbsentArchive() {
        EpochLedger absent = new ShareEpochLedger(url -> new InMemoryShare(InMemoryShare.LIKE_A_DIRECTORY).open());
        assertRefused(ErrorCode.SHARE_MISSING, true, () -> absent.read(URL));
    }
}
