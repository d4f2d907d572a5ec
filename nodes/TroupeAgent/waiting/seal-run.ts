import { hash, timingSafeEqual } from 'node:crypto';
import { TroupeError } from '../../../core/base/errors';
import type { RunState } from '../../../core/agents/agent-outcome';
import type { Decision } from '../../../core/agents/agent-request';
import { canonicalJson } from '../../../core/json-schema/canonical-json';
import { openVaultKeys } from '../../../providers/compose/guardrails/vault';
import { readState } from '../../shared/state/read-state';
import type { WaitingRun } from './waiting-runs';

/**
 * Signs what n8n's database keeps of a waiting run beside its signed state: what the person sees, and what the person decided. Whoever can write
 * to that database could otherwise show one call and run another, or decide.
 */
export interface RunSeal {
	pending(run: Pick<WaitingRun, 'pending' | 'state'>): string;
	/** @returns whether the person sees what the run waits for */
	holds(run: WaitingRun): boolean;
	decisions(run: Pick<WaitingRun, 'state'>, decisions: Decision[]): WaitingRun['decided'];
	/** @throws TroupeError RUN_STATE_INVALID if they were changed */
	open(run: WaitingRun): Decision[];
}

/** Opens the seal of the node, with the key that signs the states of its runs. */
export async function openRunSeal(context: Parameters<typeof readState>[0]): Promise<RunSeal> {
	const state = await readState(context);
	const keys = await openVaultKeys(state, state.stateFolder!);
	const sign = (what: string, { signature }: RunState, value: unknown): string =>
		keys.sign(JSON.stringify([`troupe n8n ${what} 1`, state.tenant, hash('sha256', canonicalJson([signature, value]))]));
	return {
		pending: (run) => sign('pending', run.state, run.pending),
		holds: (run) => isEqual(run.seal, sign('pending', run.state, run.pending)),
		decisions: (run, decisions) => ({ decisions, seal: sign('decisions', run.state, decisions) }),
		open({ state: suspended, decided = { decisions: [], seal: '' } }) {
			if (!isEqual(decided.seal, sign('decisions', suspended, decided.decisions))) throw changed();
			return decided.decisions;
		},
	};
}

function isEqual(actual: unknown, expected: string): boolean {
	const [one, other] = [Buffer.from(typeof actual === 'string' ? actual : ''), Buffer.from(expected)];
	return one.length === other.length && timingSafeEqual(one, other);
}

const changed = () =>
	new TroupeError({
		code: 'RUN_STATE_INVALID',
		message:
			'The decisions of the waiting run do not match their signature: they were changed in the database of n8n, or signed with another key.',
		fix: 'Send the agent the message again. Where several processes run n8n, give them the same TROUPE_VAULT_KEY.',
	});
