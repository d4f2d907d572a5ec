import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { isForUsers, toCallerFault } from '../../../core/base/caller-fault';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { closed, optional } from '../../../core/base/shape';
import { judge as modelName } from '../../../core/evaluation/cases/assertion-shapes';
import { setKinds } from '../../../core/evaluation/cases/set-kinds';
import type { CaseResult } from '../../../core/evaluation/evaluation-result';
import { respondModel } from '../../../core/evaluation/traffic/respond';
import { lintPrompt } from '../../../core/agents/prompts/lint-prompt';
import { open, string, texts } from '../../../manifests/registry/api/answer-fields';
import { list, text } from '../../../manifests/registry/api/fields';
import { type EvaluationPlace, runEvaluation } from '../evaluations/run-evaluation';
import { operation, type OperationContext } from '../operation';
import { content, maxBodyBytes, values } from './prompt-fields';

const tested = closed({
	name: { ...text(200), description: 'What the result calls the prompt' },
	content,
	...optional({
		values,
		set: { ...text(300), description: 'The name of a set of the service, such as `support` or `support@^1.2`' },
		kind: Type.Enum([...setKinds], { description: 'A set that comes with Troupe' }),
		cases: { ...list(text(200), 2_000, 1), description: 'Names; default: all cases' },
		agent: { ...text(200), description: 'Another agent for all cases' },
		model: { ...modelName, description: 'Another model in place of the route: `provider:model`' },
	}),
});
type Tested = Static<typeof tested>;

const outcome = Type.Enum(['passed', 'failed', 'not-recorded', 'not-tried', 'error'], {
	description: '`not-recorded`: the model would be asked what is not recorded; `not-tried`: the set answers in its place',
});

export const testPrompt = operation({
	act: () => ({ action: 'evaluation.executed' }),
	summary: 'Run the cases of a set with a prompt that is not published, from their recordings: no model is asked, and no tool is called',
	tag: 'prompts',
	method: 'POST',
	path: 'prompts/test',
	scope: 'evaluation:run',
	input: { body: tested },
	maxBodyBytes,
	maxAtOnce: 2,
	inBackground: 'once',
	about: ({ name }) => name,
	check: requireErrorFree,
	output: Type.Object({
		set: string,
		cases: Type.Array(Type.Object({ outcome, result: open() })),
		before: Type.Array(Type.Object({ case: string, outcome, ...optional({ reply: string }) }), {
			description: 'The same cases with the prompt that the agents have',
		}),
		warnings: texts,
	}),
	refusals: {
		409: 'An agent of the set may not run',
		422: 'An input of the prompt has no value',
		504: 'The cases did not end within 30 minutes',
	},
	/** @throws TroupeError INPUT_INVALID, AGENT_*, MANIFEST_*, EVALUATION_TIMEOUT */
	async perform(input: Tested, context: OperationContext<EvaluationPlace>) {
		await requireErrorFree(input);
		const { name, content: written, values: given, ...which } = input;
		const prompt = { name, text: written, ...(given && { values: given }) };
		const { result, warnings } = await runEvaluation.perform({ ...which, prompt }, context);
		const before = await runBefore(which, context);
		return {
			set: result.set,
			warnings: [...warnings, ...before.warnings],
			cases: result.cases.map((one) => ({ outcome: toOutcome(one), result: one })),
			before: before.cases.map((one) => ({
				case: one.case,
				outcome: toOutcome(one),
				...(one.reply !== undefined && { reply: one.reply }),
			})),
		};
	},
});

async function runBefore(which: Omit<Tested, 'name' | 'content' | 'values'>, context: OperationContext<EvaluationPlace>) {
	try {
		const { result } = await runEvaluation.perform(which, { ...context, report: undefined });
		return { cases: result.cases, warnings: [] };
	} catch (error) {
		if (context.signal.aborted || !isTroupeError(error)) throw error;
		return { cases: [], warnings: [`With the prompt of before, the set cannot run: ${toCallerFault(error, isForUsers).message}`] };
	}
}

function toOutcome({ passed, model, error }: CaseResult): Static<typeof outcome> {
	if (error) return error.code === 'REPLAY_DIVERGED' ? 'not-recorded' : 'error';
	if (model === respondModel) return 'not-tried';
	return passed ? 'passed' : 'failed';
}

/** The registry would refuse it too. @throws TroupeError INPUT_INVALID */
async function requireErrorFree({ content: written }: Tested): Promise<void> {
	const errors = (await lintPrompt({ content: written })).filter(({ level }) => level === 'error');
	if (errors.length === 0) return;
	const [{ line, column, message, fix }] = errors as [(typeof errors)[number]];
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The prompt has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}; line ${line}, column ${column}: ${message}`,
		fix,
		details: { errors: errors.slice(0, 10).map((one) => `${one.line}:${one.column} ${one.rule}`) },
	});
}
