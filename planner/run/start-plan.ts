import { hash as digest, randomBytes } from 'node:crypto';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { canonicalJson } from '../../core/json-schema/canonical-json';
import type { StatementKeys } from '../confirm/confirm-plan';
import type { PlanRecords } from '../kept/plan-records';
import { updatePlan } from '../kept/update-plan';
import { add } from '../make-plan';
import type { Plan, PlanRun } from '../plan';
import { keepNewest } from './live-runs';
import { beginRun, prepareRun, type StartedPlan } from './run-plan';
import type { WithEngine } from './show-plan';

interface StartParts {
	records: PlanRecords;
	keys: Pick<StatementKeys, 'verify'>;
	withEngine: WithEngine;
}

/**
 * Starts an instance of what was confirmed. The attempt is noted before, so that a caller who repeats it with the same key starts nothing twice.
 * @throws TroupeError STATE_CONFLICT also where the key was used for another request, or nobody knows how the attempt ended
 */
export async function startPlan(
	id: string,
	variables: Record<string, unknown>,
	key: string | undefined,
	{ records, keys, withEngine }: StartParts,
): Promise<Plan> {
	const attempt = key === undefined ? randomBytes(16).toString('hex') : digest('sha256', key, 'hex');
	const request = key === undefined ? undefined : digest('sha256', canonicalJson([key, variables]), 'hex');
	const begun = await updatePlan(id, records, 'updated', async (plan) => {
		const earlier = plan.runs?.find((run) => run.attempt === attempt);
		if (earlier) {
			requireSame(plan, earlier, request);
			return undefined;
		}
		const { hash } = await prepareRun(plan, variables, keys);
		const run = { attempt, ...(request !== undefined && { request }), hash, engine: plan.confirmed!.engine, at: records.now() };
		return { runs: keepNewest([...(plan.runs ?? []), { ...run, isStarting: true }]) };
	});
	const noted = begun.runs!.find((run) => run.attempt === attempt)!;
	if (!noted.isStarting) return begun;
	const others = ({ runs = [] }: Plan) => runs.filter((run) => run.attempt !== attempt);
	let isSent = false;
	let started: StartedPlan;
	try {
		const ready = await prepareRun(begun, variables, keys);
		started = await withEngine(noted.engine, (engine) => beginRun(begun, ready, variables, noted, engine, () => (isSent = true)));
	} catch (error) {
		if (!isSent || isRefusal(error)) await updatePlan(id, records, 'updated', (plan) => ({ runs: others(plan) }));
		throw error;
	}
	const { run, said } = started;
	return updatePlan(id, records, 'started', (plan) => ({
		// A change that is open stays as it is.
		...(plan.hash === run.hash && { state: 'running' as const }),
		runs: keepNewest([...others(plan), run]),
		conversation: add(plan, said, run.at),
	}));
}

/** Checks whether the engine said no, so that nothing runs. */
function isRefusal(error: unknown): boolean {
	if (!isTroupeError(error) || error.code === 'ENGINE_TIMEOUT' || error.code === 'ENGINE_UNREACHABLE') return false;
	return !error.retryable || error.code === 'ENGINE_OVERLOADED';
}

function requireSame({ id }: Plan, earlier: PlanRun, request: string | undefined): void {
	if (earlier.request !== request)
		throw new TroupeError({
			code: 'STATE_CONFLICT',
			message: `The key was used for a start of the plan ${id} with other variables.`,
			fix: 'Use a new key for each new start, and repeat a start as it was.',
		});
	if (earlier.isStarting)
		throw new TroupeError({
			code: 'STATE_CONFLICT',
			message: `The start of the plan ${id} with this key began at ${earlier.at}, and its end is not noted: it goes on, or was cut off.`,
			fix: 'Look for its instance on the engine. If there is none, start the plan with another key.',
		});
}
