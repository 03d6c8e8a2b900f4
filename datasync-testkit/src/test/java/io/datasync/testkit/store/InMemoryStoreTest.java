package io.datasync.testkit.store;

import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.NameRules;
import io.datasync.core.store.StoreCapabilities;
import io.datasync.testkit.store.memory.InMemoryShare;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

class InMemoryStoreTest {
    /** The suite over a share with these abilities. */
    abstract static class OnShare implements ArchiveStoreContract {
        private final InMemoryShare share;

        OnShare(StoreCapabilities capabilities) {
            share = new InMemoryShare(capabilities);
        }

        @Override
        public ArchiveStore open() {
            return share.open();
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
    }

    @Nested
    class LikeADirectory extends OnShare {
        LikeADirectory() {
            super(InMemoryShare.LIKE_A_DIRECTORY);
        }
    }

    @Nested
    class LikeAShare extends OnShare {
        LikeAShare() {
            super(InMemoryShare.LIKE_A_SHARE);
        }
    }

    @Nested
    class WithoutDigests extends OnShare {
        WithoutDigests() {
            super(new StoreCapabilities(false, false, true, false, 64, NameRules.POSIX));
        }
    }

    @Nested
    class WithoutPublishing extends OnShare {
        WithoutPublishing() {
            super(new StoreCapabilities(false, true, false, true, 1 << 10, NameRules.POSIX));
        }
    }
}
