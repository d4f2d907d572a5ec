import { getErrorMessage } from '../../../core/base/errors';
import { warnOperator } from '../../../core/guardrails/masking/warn-operator';
import { everyTenant, type StateConnection, type StateDatabase } from '../../database/state-database';
import { dueEvery } from '../due-every';
import { removeEnded } from './ended-trails';
import type { KeepFor } from './kept-steps';
import { removeExpired, removeUnused } from './remove-runs';
import type { TextSeal } from './text-seal';

const cleanedEvery = 20;
const cleanedAtOnce = 50;
/** Bounds each change, so that others can write in between. */
const cleanedPerChange = 500;

interface CleaningOptions {
	tenant: string;
	seal: TextSeal;
	keepFor: KeepFor;
	now: (connection: StateConnection) => number;
	/** Retention of an unused run, in milliseconds. */
	ttlMs: number;
	retentionMs?: () => Promise<number | undefined>;
	listLonger?: () => Promise<string[]>;
}

export function createCleaning(database: StateDatabase, { tenant, now, ttlMs, retentionMs, listLonger, seal, keepFor }: CleaningOptions) {
	const isDue = dueEvery(cleanedEvery);
	const readNow = () => database.read(tenant, async (connection) => now(connection));
	const openParts = async () => ({ seal, keep: await keepFor(everyTenant) });
	const removeOwn = async (max: number, usedBefore?: number): Promise<number> => {
		const keptMs = usedBefore === undefined ? await retentionMs?.() : 0;
		if (keptMs === undefined) return 0;
		const remove = (connection: StateConnection) =>
			removeUnused(connection, tenant, { before: usedBefore ?? now(connection) - keptMs, max });
		return database.change(tenant, remove, { turn: 'expired' });
	};
	const removeSome = async () => {
		const time = await readNow();
		await removeExpired(database, { now: time, before: time - ttlMs, max: cleanedAtOnce, longer: await listLonger?.() }, await openParts());
		await removeOwn(cleanedAtOnce);
	};
	let cleaning = Promise.resolve();
	return {
		/** Call once per run; it neither waits for the cleaning nor fails with it. */
		beginWhenDue() {
			if (!isDue()) return;
			cleaning = cleaning
				.then(removeSome)
				.catch((fault: unknown) => warnOperator(`Runs that have expired could not be removed: ${getErrorMessage(fault)}`));
		},
		end: () => cleaning,
		cleanOwn: async (usedBefore?: number): Promise<number> => {
			const endSealed = (connection: StateConnection) => removeEnded(connection, now(connection), cleanedPerChange);
			while ((await database.change(everyTenant, endSealed, { turn: 'expired' })) === cleanedPerChange);
			for (let removed = 0; ;) {
				const more = await removeOwn(cleanedPerChange, usedBefore);
				removed += more;
				if (more < cleanedPerChange) return removed;
			}
		},
		clean: async (before: number): Promise<number> => {
			const expiry = { now: await readNow(), before, max: cleanedPerChange, longer: await listLonger?.() };
			for (let removed = 0; ;) {
				const { runs, isMore } = await removeExpired(database, expiry, await openParts());
				removed += runs;
				if (!isMore) return removed;
			}
		},
	};
}
