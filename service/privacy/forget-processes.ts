import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ReachedOutside, reachOutside } from '../../core/channels/reach-outside';
import type { ForgottenInProcesses } from '../../core/ports/processes';
import type { Host } from '../../providers/compose/hosts/host';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { openHashing } from '../../providers/compose/guardrails/vault-parts';
import { findDatabase } from '../../providers/compose/state/state-place';
import type { ForgottenNames } from '../../providers/state/conversations/forgotten-list';
import type { NamedPerson } from '../../providers/state/count-person';
import { type PersonPlace, namePerson } from './name-person';
import { enginePlace } from './forgetting-receipt';

export const noProcesses = Symbol('no processes');
export type ProcessesOutcome = ForgottenInProcesses | typeof noProcesses;

/** Unreachable processes are noted in `done`. */
export async function forgetProcesses(
	person: string,
	{ tenant, contacts, conversations, written }: NamedPerson,
	host: Pick<Host, 'forgetInProcesses' | 'database' | 'stateFolder'>,
	done: ReachedOutside,
	signal: AbortSignal,
	{ isSecondLook = false } = {},
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
		outcome = await forgetInProcesses({ tenant, names, ...(isSecondLook && { isSecondLook }) }, until);
		return false;
	});
	if (outcome !== noProcesses) noteLeft(outcome, done);
	return outcome;
}

/** Removes what a message that reached the engine began since the first look. */
export const forgetLateProcesses = async (
	first: ProcessesOutcome,
	...where: Parameters<typeof forgetProcesses>
): Promise<ProcessesOutcome> => (first === noProcesses ? first : forgetProcesses(...where));

const namesAtOnce = 100;
const contactsAtOnce = 10_000;

/**
 * Removes hashed people from processes after a restore: contacts by all that the state, which must still have them, knows of them, others by the
 * owner of an instance. @throws TroupeError STORAGE_*, ENGINE_LOCKED, VAULT_UNREADABLE; that of an unreachable service, retryable
 */
export async function forgetProcessesAgain(
	{ tenant, persons, conversations }: ForgottenNames,
	host: PersonPlace & Pick<Host, 'forgetInProcesses'>,
	signal: AbortSignal,
): Promise<void> {
	const { forgetInProcesses } = host;
	if (!forgetInProcesses) return;
	const names = await listNamesByHash(new Set(persons), host);
	const hashes = [...persons, ...conversations];
	for (let from = 0; from === 0 || from < names.length; from += namesAtOnce)
		await forgetInProcesses({ tenant, names: names.slice(from, from + namesAtOnce), ...(from === 0 && { hashes }) }, signal);
}

async function listNamesByHash(persons: ReadonlySet<string>, host: PersonPlace): Promise<string[]> {
	const { contacts } = await openChannels(host);
	const hash = await openHashing(host, host.stateFolder);
	const names: string[] = [];
	for (let portion = await contacts.list(host.tenant, contactsAtOnce); portion.length > 0;) {
		for (const contact of portion) {
			if (!hash(host.tenant, contact.id).some((one) => persons.has(one))) continue;
			const whom = await namePerson(contact.id, contact, host);
			names.push(...whom.contacts, ...whom.conversations, ...whom.written);
		}
		portion = await contacts.list(host.tenant, contactsAtOnce, portion.at(-1)!.id);
	}
	return [...new Set(names)];
}

/** True if another process of the machine has an engine, or a machine of the shared state can have one. */
export const mayHaveEngine = (host: Pick<Host, 'database' | 'stateFolder'>): boolean =>
	findDatabase(host) !== undefined || existsSync(join(host.stateFolder ?? '', 'engine.db'));

function noteLeft({ left }: ForgottenInProcesses, done: ReachedOutside): void {
	if (left.length === 0 || done.notReached.some(({ stores }) => stores.includes(enginePlace))) return;
	const where = `have active instances that mention the person among others: ${left.join(', ')}. Look at them, and cancel what should end`;
	done.notReached.push({ stores: [enginePlace], where });
}
