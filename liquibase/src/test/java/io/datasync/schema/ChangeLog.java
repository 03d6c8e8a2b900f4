package io.datasync.schema;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import liquibase.Scope;
import liquibase.command.CommandScope;
import liquibase.command.core.RollbackCountCommandStep;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.UpdateSqlCommandStep;
import liquibase.command.core.helpers.DatabaseChangelogCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.OfflineConnection;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;

/** Runs the change log forward, backward, and as text. */
final class ChangeLog {
    private static final String MASTER = "db/changelog/changelog-master.yaml";

    private ChangeLog() {}

    static void update(Connection connection) throws Exception {
        Database database = database(connection);
        run(() -> new CommandScope(UpdateCommandStep.COMMAND_NAME)
                .addArgumentValue(UpdateCommandStep.CHANGELOG_FILE_ARG, MASTER)
                .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
                .execute());
    }

    static void rollBack(Connection connection, int changeSets) throws Exception {
        Database database = database(connection);
        run(() -> new CommandScope(RollbackCountCommandStep.COMMAND_NAME)
                .addArgumentValue(DatabaseChangelogCommandStep.CHANGELOG_FILE_ARG, MASTER)
                .addArgumentValue(RollbackCountCommandStep.COUNT_ARG, changeSets)
                .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
                .execute());
    }

    /** The statements for SQL Server, made without one; Liquibase notes in the folder what it has written. */
    static String sqlServerText(Path folder) throws Exception {
        var accessor = new ClassLoaderResourceAccessor();
        Database database = DatabaseFactory.getInstance()
                .openDatabase(
                        "offline:mssql?outputLiquibaseSql=none&changeLogFile=" + folder.resolve("written.csv"),
                        "",
                        "",
                        null,
                        accessor);
        if (!(database.getConnection() instanceof OfflineConnection)) {
            throw new IllegalStateException("not offline: " + database.getConnection());
        }
        var text = new ByteArrayOutputStream();
        run(() -> new CommandScope(UpdateSqlCommandStep.COMMAND_NAME)
                .addArgumentValue(UpdateSqlCommandStep.CHANGELOG_FILE_ARG, MASTER)
                .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
                .setOutput(text)
                .execute());
        return text.toString(StandardCharsets.UTF_8);
    }

    private static Database database(Connection connection) throws Exception {
        return DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
    }

    private static void run(Scope.ScopedRunner<?> work) throws Exception {
        Scope.child(Map.of(Scope.Attr.resourceAccessor.name(), new ClassLoaderResourceAccessor()), work);
    }
}
