package io.datasync.server.platform.settings;

/** The check that all settings share; its message names the key. */
final class Ranges {
    private Ranges() {}

    static <T extends Comparable<T>> void check(String key, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    key + " must lie between " + least + " and " + most + ", it is " + value);
        }
    }
}
