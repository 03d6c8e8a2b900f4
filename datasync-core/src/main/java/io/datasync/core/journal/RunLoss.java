package io.datasync.core.journal;

/**
 * A loss with the run that it is written down under (D-13).
 *
 * @param number grows with each loss of the job
 * @param written whether the share has it
 */
public record RunLoss(long number, LossNote loss, boolean written) {}
