import type { ConnectionEvent } from '../../../core/ports/channels/channel-events';
import type { Applied } from '../../../core/ports/channels/mailbox';
import { notePartState } from './channel-states';
import type { EventWork } from './event-work';

/** The provider says whether the account works. */
export async function applyConnection(
	{ connection, from: { tenant, channel }, arrivedAt }: EventWork,
	{ state, detail, at }: ConnectionEvent,
): Promise<Applied> {
	// A provider whose clock is ahead does not overrule what comes later.
	const checkedAt = Math.min(at, arrivedAt);
	const before = await notePartState(connection, { tenant, channel, part: 'account', state, reason: detail ?? null, checkedAt });
	return { kind: 'connection', ...(state === 'connected' && before !== undefined && before !== 'connected' && { isBack: true }) };
}
