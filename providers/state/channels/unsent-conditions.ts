/** A row of `outgoing` that ended without reaching the customer. */
export const hasFailed = `outgoing.waits = 0 AND outgoing.state IN ('refused', 'failed', 'unknown')`;

/** A row of `outgoing` with one of `unsent`: nobody has seen to it. */
export const isUnsettled = `unsent.settled_at IS NULL AND ${hasFailed}`;
