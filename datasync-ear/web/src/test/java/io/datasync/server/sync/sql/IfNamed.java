package io.datasync.server.sync.sql;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Tests on {@link DatabaseKind#OTHER}, left out while the environment names no database. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfEnvironmentVariable(
        named = "DATASYNC_TEST_DB_URL",
        matches = ".+",
        disabledReason = "DATASYNC_TEST_DB_URL names no database")
public @interface IfNamed {}
