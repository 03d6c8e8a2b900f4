package io.datasync.testkit.store;

import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.put;
import static io.datasync.testkit.store.StoredContent.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every store says of a place before it is taken for an archive (USE-1). */
public interface VacancyContract extends StoreSteps {
    @Test
    @DisplayName("USE-1 a place where nothing is is vacant, and looking at it makes nothing")
    default void aNewPlaceIsVacant() throws Exception {
        ArchiveStore store = open();
        assertThat(store.isVacant()).isTrue();
        assertThat(store.peek(PATH)).isEmpty();
        assertThat(open().isVacant()).isTrue();
        StoreSteps.assertFails(ErrorCode.SHARE_MISSING, store::marker);
    }

    @Test
    @DisplayName("USE-1 what is the archive's own does not make its place occupied; a folder does, and so does a file")
    default void filesAndFoldersOccupy() throws Exception {
        ArchiveStore store = created();
        assertThat(store.isVacant()).isTrue();
        stage(store, STAGED, bytes("one"));
        assertThat(store.isVacant()).isTrue();
        store.makeFolder(RelativePath.known("empty"));
        assertThat(store.isVacant()).isFalse();
    }

    @Test
    @DisplayName("USE-1 a look without asking for the marker finds what the archive has, and nothing of its own")
    default void peekFindsFiles() throws Exception {
        ArchiveStore store = publishing();
        RelativePath odd = RelativePath.known(".datasync/job.json");
        put(store, PATH, bytes("one"), TICKS);
        assertThat(store.isVacant()).isFalse();
        assertThat(store.peek(odd)).isEmpty();
        put(store, odd, bytes("two"), TICKS);
        assertThat(open().peek(PATH)).isEqualTo(store.find(PATH)).isPresent();
        assertThat(open().peek(odd)).isEqualTo(store.find(odd)).isPresent();
        takeAway();
        assertThat(store.peek(PATH)).isEmpty();
    }
}
