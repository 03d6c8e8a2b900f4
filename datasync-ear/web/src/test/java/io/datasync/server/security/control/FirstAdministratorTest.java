package io.datasync.server.security.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.server.platform.persistence.EntityManagers;
import io.datasync.server.platform.schema.SchemaReady;
import io.datasync.server.platform.settings.ServerSettings;
import io.datasync.server.security.entity.UserAccount;
import io.datasync.server.security.entity.UserRole;
import io.datasync.testkit.clock.MovableClock;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("SEC-2 at a start, the file with the first administrator's password")
class FirstAdministratorTest {
    private static final LocalDateTime NOON = LocalDateTime.of(2026, 4, 23, 12, 0);

    private final UserAccount admin = new UserAccount(FirstAdministrator.NAME, UserRole.ADMIN, "hash", NOON);
    private final InitialPasswordFile file;

    FirstAdministratorTest(@TempDir Path home) throws IOException {
        file = new InitialPasswordFile(ServerSettings.defaults(home));
        file.write("7Q4X");
    }

    /** The one account that is there. */
    private final class OneAccount extends EntityManagers {
        @Override
        public EntityManager current() {
            TypedQuery<?> count = fake(TypedQuery.class, method -> 1L);
            return fake(EntityManager.class, method -> method.equals("find") ? admin : count);
        }
    }

    private static <T> T fake(Class<T> type, UnaryOperator<Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.apply(method.getName())));
    }

    private void start() throws SyncException {
        new FirstAdministrator(
                        new OneAccount(),
                        new PasswordHash(),
                        file,
                        entry -> {},
                        MovableClock.at("2026-04-23T12:00:00Z"))
                .prepare(new SchemaReady());
    }

    @Test
    @DisplayName("stays while nobody has used it")
    void staysWhileNobodyHasUsedIt() throws SyncException {
        start();
        assertThat(file.path()).exists();
    }

    @Test
    @DisplayName("goes when the first login was at another node")
    void goesAfterALoginElsewhere() throws SyncException {
        admin.loggedIn(NOON.plusDays(1));
        start();
        assertThat(file.path()).doesNotExist();
        start();
    }

    @Test
    @DisplayName("goes when there is a newer password")
    void goesAfterANewPassword() throws SyncException {
        admin.newPassword("another", NOON.plusDays(1));
        start();
        assertThat(file.path()).doesNotExist();
    }
}
