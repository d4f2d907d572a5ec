import { TroupeError } from '../../base/errors';
import type { Ending } from '../../agents/loop/trail/trail-entry';
import type { RunStep } from '../../agents/loop/trail/list-steps';
import { askPersonName } from '../../agents/loop/tools/open-toolbox';
import type { EvaluationCase, ToolFixture } from './evaluation-set';

/** A run that has ended, as its record tells of it. */
export interface RunForCase {
	runId: string;
	message: string | null;
	steps: readonly RunStep[];
	ending?: Ending;
}

type Expected = { /** What the answer should have been, in a person's words. Default: the run ends as this one did. */ answer?: string };

/** Makes a case of a run: its message, what its tools answered, and what is expected. @throws TroupeError STATE_CONFLICT for a run that says too little */
export function toCase({ runId, message, steps, ending }: RunForCase, name: string, { answer }: Expected): EvaluationCase {
	if (message === null) throw tellsTooLittle(runId, 'its message was not kept', 'Keep the texts of later runs: --run-content masked.');
	if (answer === undefined && !ending) throw tellsTooLittle(runId, 'it has no end', 'Say what the answer should have been with --expect.');
	const tools = listFixtures(steps);
	return {
		name,
		input: { message },
		...(tools.length > 0 && { fixtures: { tools } }),
		expect: [answer === undefined ? toOutcome(ending!) : { assert: 'rubric', rubric: sameAs + answer }],
	};
}

const sameAs = 'The answer says what the following one says, in any words, and nothing that contradicts it: ';

const toOutcome = (ending: Ending): EvaluationCase['expect'][number] => {
	const reason = 'reason' in ending && ending.kind === 'needs-human' ? ending.reason : 'limit' in ending ? ending.limit : undefined;
	return { assert: 'outcome', outcome: ending.kind, ...(reason !== undefined && { reason }) };
};

/** The answers of tools, in place of the tools. Searches, people and called agents answer in a case as they do in a run. */
function listFixtures(steps: readonly RunStep[]): ToolFixture[] {
	const toAgents = new Set(steps.map(({ team }) => team?.call));
	const calls = steps.filter(
		(step) => step.kind === 'tool' && !step.team && !toAgents.has(step.callId) && !step.search && step.tool !== askPersonName,
	) as Array<Extract<RunStep, { kind: 'tool' }>>;
	const answered = calls.filter(({ outcome, text }) => (outcome === 'ok' || outcome === 'error') && text !== '');
	return answered.map(({ tool, outcome, text, arguments: given }) => {
		const isOnly = answered.filter((other) => other.tool === tool).length === 1;
		return {
			tool,
			// Those of the only call can have been masked: it is answered whatever they are.
			...(!isOnly && typeof given === 'object' && given !== null && { arguments: given as Record<string, unknown> }),
			...(outcome === 'ok' ? { result: text } : { error: text.slice(0, maxError) }),
		};
	});
}

const maxError = 4_000;

const tellsTooLittle = (runId: string, why: string, fix: string): TroupeError =>
	new TroupeError({ code: 'STATE_CONFLICT', message: `The run ${runId} does not become a case: ${why}.`, fix, details: { runId } });
