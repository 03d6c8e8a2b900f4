package io.datasync.core.verify;

/**
 * How much one call of a {@link Sampler} takes on.
 *
 * @param filesMax files that it looks at, 1 to 10,000
 * @param bytesMax bytes after which it begins no further file, at least 1; one file may be larger
 */
public record SamplerSettings(int filesMax, long bytesMax) {
    /** 100 files, 256 MiB. */
    public static final SamplerSettings DEFAULTS = new SamplerSettings(100, 256L << 20);

    public SamplerSettings {
        if (filesMax < 1 || filesMax > 10_000) {
            throw new IllegalArgumentException("A call takes 1 to 10,000 files, not " + filesMax);
        }
        if (bytesMax < 1) {
            throw new IllegalArgumentException("A call takes at least one byte, not " + bytesMax);
        }
    }
}
