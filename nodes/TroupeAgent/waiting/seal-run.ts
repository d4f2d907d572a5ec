import { hash, timingSafeEqual } from 'node:crypto';
import { TroupeError } from '../../../core/base/errors';
import { defaultTenant } from '../../../core/base/tenant';
import type { RunState } from '../../../core/agents/agent-outcome';
import type { Decision } from '../../../core/agents/agent-request';
import { canonicalJson } from '../../../core/json-schema/canonical-json';
import { signCancellation } from '../../../providers/compose/runs/wake-n8n';
import { openVaultKeys } from '../../../providers/compose/guardrails/vault-parts';
import { readState } from '../../shared/state/read-state';
import type { WaitingRun } from './waiting-runs';

/**
 * Signs a waiting run's view and decision in n8n's database, besides its signed state. A person with write access could otherwise show one call and
 * run another, or decide.
 */
export interface RunSeal {
	pending(run: Pick<WaitingRun, 'pending' | 'state' | 'approvers'>): string;
	/** @returns whether the person sees what the run waits for */
	holds(run: WaitingRun): boolean;
	decisions(run: Pick<WaitingRun, 'state'>, decisions: Decision[], by?: string): WaitingRun['decided'];
	/** @throws TroupeError RUN_STATE_INVALID if they were changed */
	open(run: WaitingRun): { decisions: Decision[]; by?: string };
	/** @returns whether the canceller proves it */
	isCancelled(run: Pick<WaitingRun, 'state'>, proof: unknown): boolean;
	person(form: string, name: string): string;
	isPerson(form: string, name: unknown, key: unknown): name is string;
}

/** Uses the key that signs the states of the node's runs. */
export async function openRunSeal(context: Parameters<typeof readState>[0]): Promise<RunSeal> {
	const state = await readState(context);
	const keys = await openVaultKeys(state, state.stateFolder!);
	const sign = (what: string, { signature }: RunState, value: unknown): string =>
		keys.sign(JSON.stringify([`troupe n8n ${what} 1`, state.tenant, hash('sha256', canonicalJson([signature, value]))]));
	const signPending = ({ state: suspended, pending, approvers = [] }: Parameters<RunSeal['pending']>[0]) =>
		sign('pending', suspended, approvers.length === 0 ? pending : [pending, approvers]);
	const signPerson = (form: string, name: string) => keys.sign(JSON.stringify(['troupe n8n person 1', state.tenant, form, name]));
	return {
		pending: signPending,
		holds: (run) => isEqual(run.seal, signPending(run)),
		decisions: (run, decisions, by) => ({
			decisions,
			...(by !== undefined && { by }),
			seal: sign('decisions', run.state, by === undefined ? decisions : [decisions, by]),
		}),
		open({ state: suspended, decided = { decisions: [], seal: '' } }) {
			const { decisions, by, seal } = decided;
			if (!isEqual(seal, sign('decisions', suspended, by === undefined ? decisions : [decisions, by]))) throw changed();
			return { decisions, by };
		},
		isCancelled: (run, proof) => isEqual(proof, signCancellation(keys, state.tenant ?? defaultTenant, run.state)),
		person: signPerson,
		isPerson: (form, name, key): name is string => typeof name === 'string' && isEqual(key, signPerson(form, name)),
	};
}

function isEqual(actual: unknown, expected: string): boolean {
	const one = Buffer.from(typeof actual === 'string' ? actual : '');
	const other = Buffer.from(expected);
	return one.length === other.length && timingSafeEqual(one, other);
}

const changed = () =>
	new TroupeError({
		code: 'RUN_STATE_INVALID',
		message:
			'The decisions of the waiting run do not match their signature: they were changed in the database of n8n, or signed with another key.',
		fix: 'Send the agent the message again. Where several processes run n8n, give them the same TROUPE_VAULT_KEY.',
	});
