import { pause } from '../../core/base/async/pause';
import { turnLeaseMs } from '../../core/channels/answer-turn';
import type { Mailbox, Turn, TurnOrder } from '../../core/ports/channels/mailbox';

const lookMs = 1_000;

/**
 * Holds a turn whose message is published until the process answers it, for a customer who can be in danger. Where this process ends, another one takes
 * the turn and goes on.
 * @param signal aborts when the customer has waited for long enough
 * @throws the reason of the signal
 */
export async function awaitAnswer(
	mailbox: Pick<Mailbox, 'renew' | 'isAnswered'>,
	turn: Turn,
	holder: string,
	signal: AbortSignal,
): Promise<TurnOrder> {
	while (!(await mailbox.isAnswered(turn))) {
		if (!(await pause(lookMs, signal))) throw signal.reason;
		const order = await mailbox.renew(turn, holder, turnLeaseMs);
		if (order !== 'go') return order;
	}
	return 'go';
}
