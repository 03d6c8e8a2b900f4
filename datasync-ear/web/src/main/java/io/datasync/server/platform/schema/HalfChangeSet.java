package io.datasync.server.platform.schema;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.change.Change;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.core.H2Database;
import liquibase.exception.DatabaseException;
import liquibase.exception.LiquibaseException;
import liquibase.executor.Executor;
import liquibase.executor.ExecutorService;
import liquibase.resource.ResourceAccessor;
import liquibase.statement.SqlStatement;

/**
 * What a killed process left of the change set at which it worked. In H2 each change of the schema is committed by itself, so any part of
 * it may be there; it is not noted, and could not be applied again. No server has worked on it yet, so it goes.
 */
final class HalfChangeSet {
    private static final System.Logger LOG = System.getLogger(HalfChangeSet.class.getName());

    /** What H2 says of a table, an index, a column or a constraint that it has not. */
    private static final Set<String> NOT_THERE = Set.of("42S02", "42S03", "42S04", "42S12", "42S22", "90057");

    private HalfChangeSet() {}

    /** Undoes it as its rollback says, or the last change first. For a database in which the one that migrated was killed. */
    static void undo(String changeLog, Database database, ResourceAccessor accessor) throws LiquibaseException {
        if (!(database instanceof H2Database)) {
            return;
        }
        List<ChangeSet> left =
                new Liquibase(changeLog, accessor, database).listUnrunChangeSets(new Contexts(), new LabelExpression());
        if (left.isEmpty()) {
            return;
        }
        for (SqlStatement statement : rollback(left.get(0), database)) {
            undo(statement, database);
        }
    }

    private static List<SqlStatement> rollback(ChangeSet half, Database database) throws LiquibaseException {
        List<SqlStatement> statements = new ArrayList<>();
        for (Change change : half.getRollback().getChanges()) {
            Collections.addAll(statements, change.generateStatements(database));
        }
        if (statements.isEmpty()) {
            List<Change> changes = new ArrayList<>(half.getChanges());
            Collections.reverse(changes);
            for (Change change : changes) {
                Collections.addAll(statements, change.generateRollbackStatements(database));
            }
        }
        return statements;
    }

    /** Most of it may never have been there: which part was, only trying tells for certain. */
    private static void undo(SqlStatement statement, Database database) throws DatabaseException {
        Executor executor =
                Scope.getCurrentScope().getSingleton(ExecutorService.class).getExecutor("jdbc", database);
        try {
            executor.execute(statement);
            database.commit();
        } catch (DatabaseException failure) {
            if (!(failure.getCause() instanceof SQLException cause) || !NOT_THERE.contains(cause.getSQLState())) {
                throw failure;
            }
            LOG.log(System.Logger.Level.DEBUG, "event=nothing_to_undo reason=\"{0}\"", cause.getMessage());
            database.rollback();
        }
    }
}
