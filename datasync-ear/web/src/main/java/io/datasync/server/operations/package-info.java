/** What people must know and do about a running fleet: alerts now; logs, audits and incidents later. */
@NullMarked
package io.datasync.server.operations;

import org.jspecify.annotations.NullMarked;
