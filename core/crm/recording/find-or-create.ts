import { isTroupeError, TroupeError } from '../../base/errors';

/** What is written down of a record that is being created: it outlives this process. */
export interface Intent {
	/** When another attempt began, in milliseconds since the epoch, if nobody knows how it ended. */
	readonly begunAt?: number;
	/** Writes down that the record is being created now. @throws TroupeError RUN_TAKEN if another process has the lead or the company meanwhile */
	begin(): Promise<void>;
	/** Its outcome is known. */
	end(): Promise<void>;
}

export interface Creation<Record extends { id: string }> {
	/** For errors: `the company`. */
	what: string;
	/** @param isOwn the record may be there because this creation was begun before */
	find: (isOwn: boolean) => Promise<Record | undefined>;
	create: () => Promise<string>;
	/** Writes the id down, before the creation counts as ended. */
	keep?: (id: string) => Promise<void>;
	intent: Intent;
	now: () => number;
	/** Waits before another search; false if the caller does not wait any longer. */
	pause: (milliseconds: number) => Promise<boolean>;
}

export interface Creations<Record> {
	id: string;
	isNew: boolean;
	/** Undefined for a record that was just created. */
	stored?: Record;
}

/** How long a request whose answer never came can still create something. Longer than the timeout of a request. */
export const doubtMs = 60_000;
/** The waits before the searches that follow an unknown outcome. */
const searchAfterMs = [0, 500, 2_000];

/**
 * Returns the record, or creates it once: it is searched before, and again if it is unknown whether it was created. While that is unknown, nobody
 * creates it again.
 * @throws TroupeError CRM_OUTCOME_UNKNOWN, retryable
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
		if (!isTroupeError(error)) throw error; // cancelled: it stays open
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

/** Refusals say that nothing was created. */
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
