import type { Action } from '../contract-case';
import type { JobAnswer } from '../../../engine-adapter/engine/jobs';
import type { Random } from './random';
import { completeVariables, randomVariables } from './random-values';

/** Writes the actions on a process from outside: it starts, and then mostly goes on. */
export function randomScript(random: Random, processId: string, errors: boolean): Action[] {
	const starts = random.times(1, random.chance(0.15) ? 2 : 1, (): Action => ({
		start: { processId, variables: completeVariables(random) },
	}));
	const early = random.chance(0.2) ? [randomAction(random, processId, errors, 'publishMessage')] : [];
	const actions = random.times(3, 14, () => randomAction(random, processId, errors, random.weighted(weights)));
	const ending: Action[] = random.chance(0.8)
		? [{ runJobs: true }, { resolveIncident: { retries: 1, variables: completeVariables(random) } }, { runJobs: true }]
		: [];
	return [...early, ...starts, ...actions, ...ending];
}

const weights = {
	answerJob: 12,
	publishMessage: 6,
	broadcastSignal: 4,
	completeUserTask: 3,
	resolveIncident: 3,
	setVariables: 2,
	runJobs: 1,
	cancelInstance: 0.3,
};

function randomAction(random: Random, processId: string, errors: boolean, kind: keyof typeof weights): Action {
	switch (kind) {
		case 'answerJob':
			return { answerJob: { outcome: randomOutcome(random, errors) } };
		case 'publishMessage':
			return {
				publishMessage: {
					name: `${processId}-m${random.pick([1, 1, 2, 2, 3])}`,
					correlationKey: 'k',
					variables: random.chance(0.6) ? randomVariables(random) : {},
					timeToLiveMs: random.chance(0.3) ? 3_600_000 : 0,
				},
			};
		case 'broadcastSignal':
			return {
				broadcastSignal: { name: `${processId}-s${random.between(1, 2)}`, variables: random.chance(0.6) ? randomVariables(random) : {} },
			};
		case 'completeUserTask':
			return { completeUserTask: { variables: randomVariables(random) } };
		case 'resolveIncident':
			return { resolveIncident: { retries: 1, variables: completeVariables(random) } };
		case 'setVariables':
			return { setVariables: { variables: randomVariables(random), local: random.chance(0.3) } };
		case 'runJobs':
			return { runJobs: true };
		case 'cancelInstance':
			return { cancelInstance: true };
	}
}

function randomOutcome(random: Random, errors: boolean): JobAnswer {
	const kind = random.weighted({ complete: 8, error: errors ? 3 : 0, fail: 1 });
	if (kind === 'complete')
		return { kind, variables: random.chance(0.6) ? { ...randomVariables(random), result: random.between(0, 9) } : {} };
	if (kind === 'fail') return { kind, message: 'failed', retries: random.between(0, 1) };
	return {
		kind: 'bpmn-error',
		errorCode: random.pick(['E1', 'E1', 'E2']),
		message: 'thrown',
		variables: random.chance(0.5) ? randomVariables(random) : undefined,
	};
}
