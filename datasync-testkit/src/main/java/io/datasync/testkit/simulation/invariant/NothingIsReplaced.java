package io.datasync.testkit.simulation.invariant;

/** I-2: every content that was ever verified is still on the share, under its name or as a version. */
final class NothingIsReplaced implements Invariant {
    @Override
    public void check(JobRecord job, IndexView index, Place changed) {
        if (changed != Place.SHARE) {
            return;
        }
        ShareView share = job.share();
        for (StoredContent content : job.kept) {
            if (!share.holds(content)) {
                throw new Breach("I-2", "verified once, and gone from the share: " + content);
            }
        }
    }
}
