import { TroupeError } from '../base/errors';
import type { Turn } from '../ports/channels/mailbox';
import { hearDanger } from './give-emergency-to-people';

/** How long somebody who can be in danger waits for an agent, whose model can hang. */
const maxMs = 60_000;

/** Bounds the time of an answer to somebody who can be in danger: people get the turn then. Others wait for as long as the run may take. */
export async function hurryDanger(turn: Turn): Promise<{ signals: AbortSignal[]; stop: () => void }> {
	if ((await hearDanger(turn)) === undefined) return { signals: [], stop: () => {} };
	const late = new AbortController();
	const timer = setTimeout(() => late.abort(tooLate()), maxMs);
	return { signals: [late.signal], stop: () => clearTimeout(timer) };
}

const tooLate = () =>
	new TroupeError({
		code: 'MODEL_TIMEOUT',
		message: `The agent did not answer within ${maxMs / 1000} s a customer who can be in danger. People have the conversation.`,
		retryable: true,
	});
