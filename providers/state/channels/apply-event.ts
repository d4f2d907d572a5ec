import type { ChannelEvent } from '../../../core/ports/channels/channel-events';
import type { Applied } from '../../../core/ports/channels/mailbox';
import type { StateConnection } from '../../database/state-database';
import { replayTurnOf } from './dead-turns';
import { applyChange } from './apply-change';
import { applyConnection } from './apply-connection';
import { applyFromAccount } from './apply-from-account';
import { applyFromContact } from './apply-from-contact';
import { applyStatus } from './apply-status';
import { type EventWork, isFirst, isRepeatedIn } from './event-work';
import { openConversation } from './open-conversation';

/** Applies an event once, in one transaction; serialised per tenant. */
export async function applyEvent(
	connection: StateConnection,
	event: ChannelEvent,
	source: Omit<EventWork, 'connection' | 'arrivedAt'>,
): Promise<Applied> {
	const work = { connection, ...source, arrivedAt: Math.min(source.from.receivedAt ?? source.now, source.now) };
	const repeated = async (): Promise<Applied> => {
		await replayTurnOf(connection, source.from.tenant, source.from.receipt);
		return { kind: 'repeated' };
	};
	if (!(await isFirst(work, event))) return repeated();
	switch (event.kind) {
		case 'ignored':
			return { kind: 'ignored' };
		case 'connection':
			return applyConnection(work, event);
		case 'status':
			return applyStatus(work, event);
		case 'conversation':
			return applyChange(work, event);
		case 'missed-call':
		case 'message': {
			const row = await openConversation(work, event);
			if (await isRepeatedIn(work, row, event)) return repeated();
			if (event.kind === 'missed-call')
				return applyFromContact(work, row, {
					...event,
					id: event.key,
					content: [{ kind: 'text', text: missedCall, frame: 'missed-call' }],
				});
			return event.author === 'contact' ? applyFromContact(work, row, event) : applyFromAccount(work, row, event);
		}
	}
}

const missedCall = '[missed call]';
