import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ReachedOutside, reachOutside } from '../../core/channels/reach-outside';
import type { ForgottenInProcesses } from '../../core/ports/processes';
import type { Host } from '../../providers/compose/hosts/host';
import { findDatabase } from '../../providers/compose/state/state-place';
import type { NamedPerson } from '../../providers/state/count-person';
import { enginePlace } from './forgetting-receipt';

/** There is no engine here. */
export const noProcesses = Symbol('no processes');
export type ProcessesOutcome = ForgottenInProcesses | typeof noProcesses;

/** Removes a person from processes. That they cannot be reached is noted in `done`. */
export async function forgetProcesses(
	person: string,
	{ tenant, contacts, conversations, written }: NamedPerson,
	host: Pick<Host, 'forgetInProcesses' | 'database' | 'stateFolder'>,
	done: ReachedOutside,
	signal: AbortSignal,
): Promise<ProcessesOutcome> {
	const { forgetInProcesses } = host;
	if (!forgetInProcesses) {
		if (mayHaveEngine(host) && !done.notReached.some(({ stores }) => stores.includes(enginePlace)))
			done.notReached.push({ stores: [enginePlace], where: 'of the engine, which another process has: forget the person there too' });
		return noProcesses;
	}
	let outcome: ProcessesOutcome = noProcesses;
	const names = [...new Set([...(contacts.length === 0 ? [person] : []), ...contacts, ...conversations, ...written])];
	await reachOutside(enginePlace, done, signal, async (until) => {
		outcome = await forgetInProcesses({ tenant, names }, until);
		// The receipt counts them.
		return false;
	});
	if (outcome !== noProcesses) noteLeft(outcome, done);
	return outcome;
}

/** Another process of the machine has an engine, or another machine that shares the state can have one. */
export const mayHaveEngine = (host: Pick<Host, 'database' | 'stateFolder'>): boolean =>
	findDatabase(host) !== undefined || existsSync(join(host.stateFolder ?? '', 'engine.db'));

function noteLeft({ left }: ForgottenInProcesses, done: ReachedOutside): void {
	if (left.length === 0 || done.notReached.some(({ stores }) => stores.includes(enginePlace))) return;
	const where = `have active instances that mention the person among others: ${left.join(', ')}. Look at them, and cancel what should end`;
	done.notReached.push({ stores: [enginePlace], where });
}
