package io.datasync.core.purge;

/**
 * How fast files are made.
 *
 * @param perHour what is to be reckoned with: the 95th percentile of the hours in which anything was made, and at least the rate of the
 *     last two (D-11)
 * @param meanFilesPerHour files an hour on the average, pauses included; more than 0
 * @param meanBytesPerHour bytes an hour on the average, pauses included
 */
public record ProductionRate(Volume perHour, double meanFilesPerHour, double meanBytesPerHour) {
    /** Of two sources at once. */
    public ProductionRate plus(ProductionRate other) {
        return new ProductionRate(
                perHour.plus(other.perHour),
                meanFilesPerHour + other.meanFilesPerHour,
                meanBytesPerHour + other.meanBytesPerHour);
    }
}
