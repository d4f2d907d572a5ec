import { TroupeError } from '../base/errors';
import type { Turn } from '../ports/channels/mailbox';
import { hearDanger } from './give-emergency-to-people';

/** How long somebody who can be in danger waits for an agent, whose model can hang, or for a process. */
const maxMs = 60_000;

export interface Hurry {
	/** One that aborts when the time is up; none for a turn without a danger. */
	signals: AbortSignal[];
	stop(): void;
}

/** Bounds the time of an answer to somebody who can be in danger: people get the turn then. Others wait for as long as the run may take. */
export async function hurryDanger(turn: Turn): Promise<Hurry> {
	if ((await hearDanger(turn)) === undefined) return { signals: [], stop: () => {} };
	const late = new AbortController();
	const timer = setTimeout(() => late.abort(tooLate()), maxMs);
	return { signals: [late.signal], stop: () => clearTimeout(timer) };
}

const tooLate = () =>
	new TroupeError({
		code: 'MODEL_TIMEOUT',
		message: `Nothing answered within ${maxMs / 1000} s a customer who can be in danger. People have the conversation.`,
		retryable: true,
	});
