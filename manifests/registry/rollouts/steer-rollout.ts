import { TroupeError } from '../../../core/base/errors';
import type { RegistryApi, Rollout } from '../registry-api';
import { applyDecision } from './apply-decision';
import { abort, nextStage, type RolloutFacts } from './decide-rollout';

export type SteerAction = Parameters<RegistryApi['steerRollout']>[2];

/** Overrides the samples, but never gives instances an unapproved version. @throws TroupeError STATE_CONFLICT */
export function steerRollout(rollout: Rollout, action: SteerAction, facts: RolloutFacts, why?: string): Rollout {
	const { state } = rollout;
	const reason = why ?? `${action} by a person`;
	if (state === 'completed' && action === 'abort') return abortCompleted(rollout, facts, reason);
	if (state === 'aborted' || state === 'completed') throw conflict(rollout, action, `is ${state}`, 'Start a new rollout.');
	if (action === 'abort') return applyDecision(rollout, abort(rollout, facts, reason), facts);
	if (action === 'pause') return state === 'paused' ? rollout : { ...rollout, state: 'paused', reason, revision: rollout.revision + 1 };
	if (facts.to?.state !== 'approved')
		throw conflict(rollout, action, `gives ${rollout.to}, which is ${facts.to?.state ?? 'gone'}`, 'Abort it.');
	if (action === 'resume') return state === 'running' ? rollout : { ...rollout, state: 'running', reason, revision: rollout.revision + 1 };
	return applyDecision(rollout, nextStage(rollout, reason, requireWinner(rollout)), facts);
}

/** Full rollout needs one winner. @throws TroupeError STATE_CONFLICT */
function requireWinner(rollout: Rollout): string | undefined {
	const { groups, others, stage, stages } = rollout;
	if (!others || groups?.best !== undefined || (stages[stage + 1]?.percent ?? 100) < 100) return groups?.best;
	const fix = 'Wait for one, or abort it and start a rollout of the version that you want.';
	throw conflict(rollout, 'advance', 'has no version that won yet', fix);
}

/** All instances have the new version: an abort must give them another one. */
function abortCompleted(rollout: Rollout, facts: RolloutFacts, reason: string): Rollout {
	const decision = abort(rollout, facts, reason);
	if (decision.kind === 'abort' && decision.from === undefined)
		throw conflict(
			rollout,
			'abort',
			`is completed, and no approved version below ${rollout.to} is left`,
			'Publish and approve a corrected version.',
		);
	return applyDecision(rollout, decision, facts);
}

function conflict({ id, kind, package: name }: Rollout, action: SteerAction, actual: string, fix: string): TroupeError {
	return new TroupeError({
		code: 'STATE_CONFLICT',
		message: `Cannot ${action} the rollout ${id} of the ${kind} ${name}: it ${actual}.`,
		fix,
		details: { rollout: id, action },
	});
}
