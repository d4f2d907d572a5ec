import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { defaultTenant } from '../../../core/base/tenant';
import { parseJson, stringifyJson } from '../../../core/base/text/lossless-json';
import type { WorkflowCallStore } from '../../../core/ports';
import { openVaultKeys } from '../guardrails/vault';
import type { VaultHost } from '../host';
import { OpenedOnce } from '../open-once';
import { findStatePlace } from '../state/state-place';
import type { WorkflowOutcome } from './workflow-task';

/** A call that this process has: what was known of it, and what is written down. */
export interface HeldCall {
	known?: { state: 'called' | 'running'; startedAt: number; executionId: string | null };
	running(executionId: string): Promise<void>;
	ended(outcome: WorkflowOutcome): Promise<void>;
	/** Nothing was started: the next attempt starts it. */
	refused(): Promise<void>;
}

const leaseMs = 30_000;
const opened = new OpenedOnce<WorkflowCallStore>();

/**
 * Does the work of a call that nobody else is at; a call that has ended returns its outcome again.
 * @throws TroupeError RUN_TAKEN, retryable, while another worker is at it
 */
export async function withCall(
	host: VaultHost,
	key: string,
	holder: string,
	work: (call: HeldCall) => Promise<WorkflowOutcome>,
): Promise<WorkflowOutcome> {
	const { tenant = defaultTenant, stateFolder, clock } = host;
	const place = findStatePlace(host, 'workflow-calls.db');
	if (place === undefined || stateFolder === undefined) throw withoutState();
	const store = await opened.get(place, async () => (await import('../../state/workflow-calls')).openWorkflowCallStore(place, { clock }));
	const keys = await openVaultKeys(host, stateFolder);
	const bound = JSON.stringify(['workflow call', tenant, key]);
	const begun = await store.begin(tenant, key, holder, leaseMs);
	if (begun.kind === 'taken') throw taken();
	const call = begun.kind === 'known' ? begun.call : undefined;
	const heartbeat = setInterval(() => void store.note(tenant, key, holder, {}, leaseMs).catch(() => undefined), leaseMs / 3).unref();
	try {
		if (call?.state === 'ended' && call.outcome)
			return parseJson(Buffer.from(await keys.unwrap(call.outcome, bound)).toString()) as WorkflowOutcome;
		return await work({
			known: call && { state: call.state === 'running' ? 'running' : 'called', startedAt: call.startedAt, executionId: call.executionId },
			running: (executionId) => store.note(tenant, key, holder, { state: 'running', executionId }, leaseMs),
			async ended(outcome) {
				const sealed = await keys.wrap(Buffer.from(stringifyJson(outcome)), bound);
				await store.note(tenant, key, holder, { state: 'ended', outcome: sealed }, leaseMs);
			},
			refused: () => store.drop(tenant, key, holder),
		});
	} finally {
		clearInterval(heartbeat);
		await store.release(tenant, key, holder).catch((error: unknown) => {
			// Its lease ends by itself; the outcome matters more.
			if (!isTroupeError(error)) throw error;
		});
	}
}

const taken = () =>
	new TroupeError({
		code: 'RUN_TAKEN',
		message: 'Another worker is calling this workflow.',
		fix: 'Wait until it has finished.',
		retryable: true,
		retryAfterMs: leaseMs,
	});

const withoutState = () =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: 'This worker has no state, so it cannot remember which workflows it has called.',
		fix: 'Set TROUPE_HOME or TROUPE_DATABASE_URL.',
	});
