import type { ConnectionEvent } from '../../../core/ports/channels/channel-events';
import type { Applied } from '../../../core/ports/channels/mailbox';
import { noteOfAccount, notePartState } from './channel-states';
import type { EventWork } from './event-work';

export async function applyConnection(
	{ connection, from: { tenant, channel }, now, arrivedAt }: EventWork,
	{ state, detail, at }: ConnectionEvent,
): Promise<Applied> {
	// A fast provider clock must not override later reports.
	const checkedAt = Math.min(at, arrivedAt);
	const found = { tenant, channel, part: 'account' as const, state, reason: detail ?? null, checkedAt };
	await noteOfAccount(connection, found, now);
	const before = await notePartState(connection, found);
	return { kind: 'connection', ...(state === 'connected' && before !== undefined && before !== 'connected' && { isBack: true }) };
}
