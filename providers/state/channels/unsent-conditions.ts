export const hasFailed = `outgoing.waits = 0 AND outgoing.state IN ('refused', 'failed', 'unknown')`;

/** The row of `outgoing` that became a message of ours, as a subquery that can go on. */
export const ofOutgoing = (
	message: string,
): string => `SELECT 1 AS one FROM outgoing_id JOIN outgoing ON outgoing.tenant = outgoing_id.tenant
	AND outgoing.id = outgoing_id.outgoing WHERE outgoing_id.tenant = ${message}.tenant AND outgoing_id.id = ${message}.id
	AND outgoing.conversation = ${message}.conversation AND outgoing_id.channel = outgoing.channel`;

export const isUnsettled = `unsent.settled_at IS NULL AND ${hasFailed}`;
