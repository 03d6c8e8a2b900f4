package io.datasync.core.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.channels.ClosedByInterruptException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Reading back what fails in its middle")
final class ReadBackTest {
    private static final RelativePath PATH = RelativePath.known("2026-04-23/a");

    /** A store whose only file cannot be read to its end. */
    private static ArchiveStore failing(IOException why) {
        InputStream in = new InputStream() {
            private boolean begun;

            @Override
            public int read() throws IOException {
                if (begun) {
                    throw why;
                }
                begun = true;
                return 'x';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                bytes[offset] = (byte) read();
                return 1;
            }
        };
        return (ArchiveStore) Proxy.newProxyInstance(
                ArchiveStore.class.getClassLoader(), new Class<?>[] {ArchiveStore.class}, (proxy, method, args) -> {
                    if (method.getName().equals("open")) {
                        return in;
                    }
                    throw new IllegalStateException("Not asked for: " + method);
                });
    }

    private static void fails(IOException why, ErrorCode code) {
        assertThatThrownBy(() -> new ReadBack(failing(why), Pacing.NONE).read(PATH, 2))
                .isInstanceOfSatisfying(SyncException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.retryable()).isTrue();
                    assertThat(e).hasMessageContaining(PATH.text());
                });
    }

    @Test
    @DisplayName("CORE-6 a share that fails is no damage: it is said, and worth trying again")
    void aShareThatFails() {
        fails(new IOException("gone"), ErrorCode.SHARE_IO);
    }

    @Test
    @DisplayName("CORE-6 a thread that is asked to stop is no trouble of the share")
    void aThreadThatIsAskedToStop() {
        fails(new ClosedByInterruptException(), ErrorCode.INTERRUPTED);
    }
}
