package io.datasync.testkit.store;

import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.put;
import static io.datasync.testkit.store.StoredContent.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.store.fault.FaultyStore;
import io.datasync.testkit.store.fault.StoreMethod;
import io.datasync.testkit.store.memory.InMemoryShare;
import java.io.InputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A store to which nothing happens is as the one that it passes calls on to")
class FaultyStoreTest implements ArchiveStoreContract {
    private final InMemoryShare share = InMemoryShare.likeADirectory();

    @Override
    public ArchiveStore open() {
        return new FaultyStore(share.open());
    }

    @Override
    public void takeAway() {
        share.takeAway();
    }

    @Override
    public void bringBack() {
        share.bringBack();
    }

    @AfterEach
    void everythingWasClosed() {
        share.assertNothingOpen();
    }

    @Test
    @DisplayName("I-1 one reading gives a turned bit, the next one what is there")
    void oneReadingIsDamaged() throws Exception {
        RelativePath path = RelativePath.known("a");
        FaultyStore store = new FaultyStore(share.open());
        store.create(MARKER);
        put(store, path, bytes("content"), 1);
        store.queue(StoreMethod.OPEN, new Verdict.FlippedBit()).queue(StoreMethod.OPEN, new Verdict.FlippedBit());
        assertThat(read(store, path)).isEqualTo(bytes("sontent"));
        try (InputStream in = store.open(path)) {
            assertThat(in.read()).isEqualTo('s');
            assertThat(in.read()).isEqualTo('o');
        }
        assertThat(read(store, path)).isEqualTo(bytes("content"));
    }
}
