package io.datasync.server.sync.sql;

import java.util.Optional;

/**
 * The texts by which a dialect adds or replaces rows by key; see {@link SqlDialect#upsert}.
 *
 * @param text takes the values, then the key
 * @param insert where the text only updates: adds the rows that it did not find, in the same transaction; takes the values, then the key,
 *     then the key again
 */
public record Upsert(String text, Optional<String> insert) {}
