import { randomUUID } from 'node:crypto';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { keepRenewing } from '../../../core/base/async/keep-renewing';
import { parseJson, stringifyJson } from '../../../core/base/text/json/lossless-json';
import { defaultTenant } from '../../../core/base/tenant';
import type { CallKind, CallStore } from '../../../core/ports/runs/calls';
import { openVaultKeys } from '../guardrails/vault-parts';
import type { VaultHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import { findStatePlace } from '../state/state-place';

interface CallWords {
	/** Outcomes are encrypted for their kind only. */
	kind: CallKind;
	doing: string;
	remembered: string;
}

export interface HeldCall<Outcome> {
	known?: { state: 'called' | 'running'; startedAt: number; executionId: string | null; detail?: unknown };
	/** The call goes on elsewhere. @param detail what is needed to go on with it */
	running(executionId: string, detail?: unknown): Promise<void>;
	/** @throws TroupeError RUN_TAKEN if another worker has it meanwhile */
	keep(detail: unknown): Promise<void>;
	ended(outcome: Outcome): Promise<void>;
	refused(): Promise<void>;
}

interface OpenedCalls {
	store: CallStore;
	seal: (tenant: string, key: string, value: unknown) => Promise<Uint8Array>;
	/** @throws TroupeError VAULT_UNREADABLE */
	unseal: (tenant: string, key: string, sealed: Uint8Array) => Promise<unknown>;
	sign: (text: string) => string;
}

export const workflowCalls: CallWords = {
	kind: 'workflow',
	doing: 'calling this workflow',
	remembered: 'which workflows it has called',
};
export const nodeCalls: CallWords = { kind: 'node', doing: 'running this node', remembered: 'which nodes it has run' };
export const crmCalls: CallWords = {
	kind: 'crm',
	doing: 'recording this lead or company',
	remembered: 'which records of a CRM it has created',
};

const leaseMs = 30_000;
const opened = new OpenedOnce<CallStore>();

/** @throws TroupeError INPUT_INVALID for a host without state */
export async function openCalls(words: CallWords, host: VaultHost): Promise<OpenedCalls> {
	const { stateFolder, clock } = host;
	const place = findStatePlace(host);
	if (place === undefined || stateFolder === undefined) throw withoutState(words);
	const { kind } = words;
	const store = await opened.get(JSON.stringify([kind, place]), async () =>
		(await import('../../state/calls/call-store')).openCallStore(place, kind, { clock }),
	);
	const keys = await openVaultKeys(host, stateFolder);
	const bind = (tenant: string, key: string) => JSON.stringify([`${kind} call`, tenant, key]);
	return {
		store,
		seal: (tenant, key, value) => keys.wrap(Buffer.from(stringifyJson(value)), bind(tenant, key)),
		unseal: async (tenant, key, sealed) => parseJson(Buffer.from(await keys.unwrap(sealed, bind(tenant, key))).toString()),
		sign: (text) => keys.sign(text),
	};
}

/**
 * Does the work of a call that is free; a call that has ended returns its outcome again. @throws TroupeError RUN_TAKEN, retryable, while another
 * worker has it
 */
export async function withCall<Outcome>(
	words: CallWords,
	host: VaultHost,
	key: string,
	holder: string,
	work: (call: HeldCall<Outcome>) => Promise<Outcome>,
): Promise<Outcome> {
	const { tenant = defaultTenant } = host;
	const { store, seal, unseal } = await openCalls(words, host);
	const begun = await store.begin(tenant, key, holder, leaseMs);
	if (begun.kind === 'taken') throw taken(words);
	const call = begun.kind === 'known' ? begun.call : undefined;
	const endRenewing = keepRenewing(leaseMs / 3, async () => void (await store.note(tenant, key, holder, {}, leaseMs)));
	let isHeld = true;
	try {
		if (call?.state === 'ended' && call.outcome) return (await unseal(tenant, key, call.outcome)) as Outcome;
		return await work({
			known: call && {
				state: call.state === 'running' ? 'running' : 'called',
				startedAt: call.startedAt,
				executionId: call.executionId,
				...(call.outcome && { detail: await unseal(tenant, key, call.outcome) }),
			},
			running: async (executionId, detail) => {
				const sealed = detail === undefined ? undefined : await seal(tenant, key, detail);
				await store.note(tenant, key, holder, { state: 'running', executionId, ...(sealed && { outcome: sealed }) }, leaseMs);
			},
			keep: async (detail) => {
				if (!(await store.note(tenant, key, holder, { state: 'running', outcome: await seal(tenant, key, detail) }, leaseMs)))
					throw taken(words);
			},
			async ended(outcome) {
				// Its lease ends in the same write.
				await store.note(tenant, key, holder, { state: 'ended', outcome: await seal(tenant, key, outcome) }, 0);
				isHeld = false;
			},
			async refused() {
				await store.drop(tenant, key, holder);
				isHeld = false;
			},
		});
	} finally {
		endRenewing();
		if (isHeld)
			await store.release(tenant, key, holder).catch((error: unknown) => {
				// Its lease ends by itself; the outcome matters more.
				if (!isTroupeError(error)) throw error;
			});
	}
}

/** Waits until the call is free; RUN_TAKEN after the timeout. */
export async function withCallInTurn<Outcome>(
	words: CallWords,
	host: VaultHost,
	key: string,
	work: (call: HeldCall<Outcome>) => Promise<Outcome>,
	{ waitMs, pause }: { waitMs: number; pause: (milliseconds: number) => Promise<boolean> },
): Promise<Outcome> {
	const until = performance.now() + waitMs;
	for (let askAgainMs = 20; ; askAgainMs = Math.min(askAgainMs * 2, 500)) {
		let hasBegun = false;
		try {
			return await withCall<Outcome>(words, host, key, randomUUID(), (call) => {
				hasBegun = true;
				return work(call);
			});
		} catch (error) {
			if (hasBegun || !isTroupeError(error) || error.code !== 'RUN_TAKEN' || performance.now() >= until) throw error;
			if (!(await pause(askAgainMs * (0.5 + Math.random())))) throw error;
		}
	}
}

const taken = ({ doing }: CallWords) =>
	new TroupeError({
		code: 'RUN_TAKEN',
		message: `Another worker is ${doing}.`,
		fix: 'Wait until it has finished.',
		retryable: true,
		retryAfterMs: leaseMs,
	});

const withoutState = ({ remembered }: CallWords) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `This worker has no state, so it cannot remember ${remembered}.`,
		fix: 'Set TROUPE_HOME or TROUPE_DATABASE_URL.',
	});
