import { isTroupeError } from '../../core/base/errors';
import type { HandOver } from '../../core/ports/channels/hand-overs';
import type { MessageEngine } from './message-engine';

const timeToLiveMs = 24 * 3_600_000;

/** Publishes an unanswered hand-over, correlated by its conversation. A repetition is one message. */
export async function publishUnanswered(engine: MessageEngine, handOver: HandOver, name: string, ownTenant: string): Promise<void> {
	const { tenant, id, channel, conversation, reason, summary, at } = handOver;
	const variables = {
		handOver: { id, conversation: { id: conversation, channel }, reason, summary: { ...summary }, at: new Date(at).toISOString() },
	};
	try {
		const message = { name, correlationKey: conversation, variables, timeToLiveMs, messageId: `unanswered ${id}` };
		await engine.publishMessage({ ...message, ...(tenant !== ownTenant && { tenantId: tenant }) });
	} catch (cause) {
		const isRepeated = isTroupeError(cause) && cause.code === 'STATE_CONFLICT';
		if (!isRepeated) throw cause;
	}
}
