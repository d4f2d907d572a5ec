import { isTroupeError } from '../../core/base/errors';
import { systemClock } from '../../core/ports/host';
import type { Host } from '../../providers/compose/hosts/host';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { noteAct } from '../../providers/compose/state/note-act';
import { openHostForgettings } from '../../providers/compose/state/host-forgettings';
import { find } from '../operations/contacts/contacts';
import { findIfKnown } from '../operations/privacy/find-person';
import { forgetPerson } from './forget-person';

/** Within this time, the first process may still be at work. */
export const idleMs = 10 * 60_000;
const maxTries = 20;

interface StoredRequest {
	person: string;
	leaveUnreached?: boolean;
	by: string;
}

/**
 * Finishes what a killed process or an unreachable place left. A failing one holds up no other. @returns the number of forgotten persons @throws the
 * first permanent fault, after the others were tried
 */
export async function resumeForgettings(host: Host & { stateFolder: string }, signal: AbortSignal): Promise<number> {
	const { store, unseal } = await openHostForgettings(host);
	let done = 0;
	const faults: unknown[] = [];
	const now = (host.clock ?? systemClock).now();
	for (let tries = 0; tries < maxTries; tries++) {
		signal.throwIfAborted();
		const taken = await store.takeOpen(now - idleMs, now);
		if (!taken) break;
		const { tenant, subject, request } = taken;
		const of = { ...host, tenant };
		try {
			const { person, leaveUnreached, by } = JSON.parse(await unseal(request, `${tenant} ${subject}`)) as StoredRequest;
			const { contacts } = await openChannels(of);
			const contact = await findIfKnown(() => find(contacts, tenant, person));
			const { receipt } = await forgetPerson({ person, contact, leaveUnreached, by }, of, signal);
			if (!receipt) continue;
			await noteAct(of, { action: 'person.forgotten', outcome: 'success', person });
			done += 1;
		} catch (error) {
			signal.throwIfAborted();
			// It noted its time, and is retried after the others.
			if (!isTroupeError(error) || !error.retryable) faults.push(error);
		}
	}
	if (faults.length > 0) throw faults[0];
	return done;
}
