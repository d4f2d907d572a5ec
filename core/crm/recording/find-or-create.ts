import { isTroupeError, TroupeError } from '../../base/errors';

export interface Intent {
	/** Start of an earlier attempt with unknown outcome, in milliseconds since the epoch. */
	readonly begunAt?: number;
	/** Notes that creation begins. @throws TroupeError RUN_TAKEN if another process has the lead or the company meanwhile */
	begin(): Promise<void>;
	end(): Promise<void>;
}

export interface Creation<Record extends { id: string }> {
	what: string;
	/** @param isOwn an earlier attempt of this creation may have made the record */
	find: (isOwn: boolean) => Promise<Record | undefined>;
	create: () => Promise<string>;
	keep?: (id: string) => Promise<void>;
	intent: Intent;
	now: () => number;
	/** Waits before another search; false to give up. */
	pause: (milliseconds: number) => Promise<boolean>;
}

interface Creations<Record> {
	id: string;
	isNew: boolean;
	stored?: Record;
}

/** How long an unanswered request can still create something. Longer than the request timeout. */
export const doubtMs = 60_000;
const searchAfterMs = [0, 500, 2_000];

/**
 * Finds the record, or creates it once: searches before, and again after an unknown outcome. @throws TroupeError CRM_OUTCOME_UNKNOWN, retryable
 */
export async function findOrCreate<Record extends { id: string }>(creation: Creation<Record>): Promise<Creations<Record>> {
	const { find, create, keep, intent, now, what } = creation;
	const existing = await find(intent.begunAt !== undefined);
	if (existing) {
		await keep?.(existing.id);
		if (intent.begunAt !== undefined) await intent.end();
		return { id: existing.id, isNew: false, stored: existing };
	}
	const openMs = intent.begunAt === undefined ? 0 : intent.begunAt + doubtMs - now();
	if (openMs > 0) throw stillOpen(what, openMs);
	await intent.begin();
	try {
		const id = await create();
		await keep?.(id);
		await intent.end();
		return { id, isNew: true };
	} catch (error) {
		if (!isTroupeError(error)) throw error; // Cancelled: the outcome stays open.
		if (error.code !== 'CRM_OUTCOME_UNKNOWN') {
			if (isKnown(error)) await intent.end();
			throw error;
		}
		const found = await searchAgain(creation);
		if (!found) throw error;
		await keep?.(found.id);
		await intent.end();
		return { id: found.id, isNew: true };
	}
}

/** Refusals prove that nothing was created. */
const isKnown = ({ code }: TroupeError) => code.startsWith('CRM_') || code === 'CREDENTIAL_INVALID' || code === 'INPUT_INVALID';

async function searchAgain<Record extends { id: string }>({ find, pause }: Creation<Record>): Promise<Record | undefined> {
	for (const milliseconds of searchAfterMs) {
		if (milliseconds > 0 && !(await pause(milliseconds))) return undefined;
		const found = await find(true);
		if (found) return found;
	}
	return undefined;
}

const stillOpen = (what: string, retryAfterMs: number) =>
	new TroupeError({
		code: 'CRM_OUTCOME_UNKNOWN',
		message: `It is still unknown whether ${what} was created by a request that got no answer.`,
		fix: 'Run it again in a minute.',
		retryable: true,
		retryAfterMs,
	});
