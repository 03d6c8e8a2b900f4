package io.datasync.server.platform.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import liquibase.Scope;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.lockservice.LockService;
import liquibase.lockservice.LockServiceFactory;
import liquibase.resource.ClassLoaderResourceAccessor;

/** Runs the change log on a connection. */
final class SchemaUpdate {
    static final String CHANGE_LOG = "db/changelog/changelog-master.yaml";

    private SchemaUpdate() {}

    /**
     * Applies every change set that the database has not seen. Repeating does nothing. Blocks a while when another node migrates.
     *
     * @throws LiquibaseException when a change set fails; those before it stay applied
     * @throws SQLException when the database is away, or another node migrates for long
     */
    static void run(Connection connection) throws SQLException, LiquibaseException {
        try (MigrationLock held = MigrationLock.take(connection)) {
            update(held.connection());
        }
    }

    private static void update(Connection connection) throws LiquibaseException {
        Database database =
                DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
        var accessor = new ClassLoaderResourceAccessor(SchemaUpdate.class.getClassLoader());
        try {
            Scope.child(Map.of(Scope.Attr.resourceAccessor.name(), accessor), () -> {
                // Nobody else migrates now: if Liquibase's own lock is taken, the process that took it was killed.
                LockService lock = LockServiceFactory.getInstance().getLockService(database);
                if (lock.listLocks().length > 0) {
                    HalfChangeSet.undo(CHANGE_LOG, database, accessor);
                }
                lock.forceReleaseLock();
                var update = new CommandScope(UpdateCommandStep.COMMAND_NAME);
                update.addArgumentValue(UpdateCommandStep.CHANGELOG_FILE_ARG, CHANGE_LOG);
                update.addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database);
                update.execute();
            });
        } catch (LiquibaseException failure) {
            throw failure;
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            // The signature of Scope.child allows any exception; Liquibase throws no other.
            throw new LiquibaseException(failure);
        }
    }
}
