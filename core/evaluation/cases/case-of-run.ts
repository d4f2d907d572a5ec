import { TroupeError } from '../../base/errors';
import type { Ending } from '../../agents/loop/trail/trail-entry';
import type { RunStep } from '../../agents/loop/trail/list-steps';
import { askPersonName } from '../../agents/loop/tools/open-toolbox';
import type { RunContent } from '../../ports/runs/run-content';
import type { EvaluationCase, ToolFixture } from './evaluation-set';

export interface RunForCase {
	runId: string;
	message: string | null;
	kept?: RunContent;
	steps: readonly RunStep[];
	ending?: Ending;
}

type Expected = { /** The correct answer in a person's words. Default: the run ends as this one did. */ answer?: string };

/** Makes a case from a run: message, tool answers and expectation. @throws TroupeError STATE_CONFLICT if the run stores too little */
export function toCase({ runId, message, kept = 'full', steps, ending }: RunForCase, name: string, { answer }: Expected): EvaluationCase {
	if (message === null) throw tellsTooLittle(runId, 'its message was not kept', 'Keep the texts of later runs: --run-content masked.');
	if (answer === undefined && !ending) throw tellsTooLittle(runId, 'it has no end', 'Say what the answer should have been with --expect.');
	const tools = listFixtures(steps, kept === 'full');
	const perform = kept === 'full' ? undefined : listSearching(steps);
	return {
		name,
		input: { message },
		...((tools.length > 0 || perform) && { fixtures: { ...(tools.length > 0 && { tools }), ...(perform && { perform }) } }),
		expect: [answer === undefined ? toOutcome(ending!) : { assert: 'rubric', rubric: saysTheSame(answer) }],
	};
}

/** Closes the answer before further instructions. People also describe the answer instead of writing it. */
const saysTheSame = (answer: string): string =>
	`The reply says all that the expected answer says, in any words and any language, and nothing that contradicts it. It may say more. If the expected answer is a description, the reply fits it. The expected answer: "${answer}"`;

const toOutcome = (ending: Ending): EvaluationCase['expect'][number] => {
	const reason = 'reason' in ending && ending.kind === 'needs-human' ? ending.reason : 'limit' in ending ? ending.limit : undefined;
	return { assert: 'outcome', outcome: ending.kind, ...(reason !== undefined && { reason }) };
};

type ToolStep = Extract<RunStep, { kind: 'tool' }>;

/** Tool answers replace the tools. Searches, people and called agents answer as in a run. */
function listFixtures(steps: readonly RunStep[], isWhole: boolean): ToolFixture[] {
	const answered = listAnswered(steps).filter(({ text }) => text !== '');
	const fixtures = answered.map(({ tool, outcome, text, arguments: given }) => {
		const isOnly = answered.filter((other) => other.tool === tool).length === 1;
		return {
			tool,
			// Masked arguments match no call: fixtures of a tool answer in order.
			...(isWhole && !isOnly && typeof given === 'object' && given !== null && { arguments: given as Record<string, unknown> }),
			...(outcome === 'ok' ? { result: text } : { error: text.slice(0, maxError) }),
		};
	});
	// A fixture matches calls with more arguments too: those with fewer come later.
	const size = ({ arguments: given = {} }: ToolFixture) => Object.keys(given).length;
	return fixtures.sort((one, other) => size(other) - size(one));
}

function listAnswered(steps: readonly RunStep[]): ToolStep[] {
	const toAgents = new Set(steps.map(({ team }) => team?.call));
	return steps.filter(
		(step): step is RunStep & ToolStep =>
			step.kind === 'tool' &&
			!step.team &&
			!toAgents.has(step.callId) &&
			!step.search &&
			step.tool !== askPersonName &&
			(step.outcome === 'ok' || step.outcome === 'error'),
	);
}

const listSearching = (steps: readonly RunStep[]): string[] => [
	...new Set(steps.flatMap((step) => (step.kind === 'tool' && step.search ? [step.tool] : []))),
];

export function listCut({ message, kept = 'full', steps }: RunForCase): string[] {
	if (kept === 'full') return [];
	const cut = listAnswered(steps).filter(({ text, characters }) => text.length < characters && (text === '' || text.endsWith('…')));
	return [...(message?.endsWith('…') ? ['the message'] : []), ...new Set(cut.map(({ tool }) => `what ${tool} answered`))];
}

const maxError = 4_000;

const tellsTooLittle = (runId: string, why: string, fix: string): TroupeError =>
	new TroupeError({ code: 'STATE_CONFLICT', message: `The run ${runId} does not become a case: ${why}.`, fix, details: { runId } });
