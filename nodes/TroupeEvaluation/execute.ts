import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Assertion } from '../../core/evaluation/cases/assertion-shapes';
import { checkAnswerAssertions, scoreAnswer } from '../../core/evaluation/score-answer';
import type { Gate, PublishedAgents } from '../../core/ports/manifests';
import type { ChatModel } from '../../core/ports/models/models';
import { defaultTrust } from '../../manifests/gate/default-gate';
import { composeGuard } from '../../providers/compose/guardrails/guard';
import { composeMeter } from '../../providers/compose/models/usage';
import { givenJson } from '../shared/given-json';
import { n8nHost, whileNodeAdmitted } from '../shared/host';
import { connectedInput } from './connected-input';
import { nameField } from '../shared/name-field';
import { routeItems } from '../shared/run-items';
import { readState } from '../shared/state/read-state';
import { properties } from './properties';
import { readGivenText, readText } from './read-text';
import { readThreshold } from './read-threshold';
import { runSet } from './run-set';
import type { Trust } from './run-set';

const casesOutput = 1;

async function scoreItems(context: IExecuteFunctions, trust: Trust, signal: AbortSignal): Promise<INodeExecutionData[][]> {
	const threshold = readThreshold(context, 0);
	const host = n8nHost({ ...(await readState(context)), gate: trust.gate, providers: {} });
	const openGuard = (policy: string | object) =>
		composeGuard(
			typeof policy === 'string' ? { kind: 'id', id: policy } : { kind: 'inline', policy, where: 'The "checks" of an assertion' },
			{ ...host, published: trust.published },
		);
	const scores: Array<{ passed: boolean; score: number }> = [];
	const work = async (item: number) => {
		const message = readText(context, 'message', item);
		const reply = readGivenText(context, 'answer', item);
		const parts = { openGuard, openJudge: () => openJudge(context, item), signal };
		const scored = await scoreAnswer({ message, reply, assertions: await readAssertions(context, item) }, parts);
		scores[item] = scored;
		return { output: casesOutput, json: { ...context.getInputData()[item]!.json, ...scored } as unknown as IDataObject };
	};
	const [, cases = []] = await routeItems(context, { outputs: 2, failed: casesOutput }, work, signal);
	return [[summarize(scores, cases.length, threshold)], cases];
}

/** An unscored item counts as not passed. */
function summarize(scores: Array<{ passed: boolean; score: number }>, cases: number, threshold: number): INodeExecutionData {
	const all = Object.values(scores);
	const passed = all.filter((one) => one.passed).length;
	const share = cases === 0 ? 0 : passed / cases;
	const score = cases === 0 ? 0 : Number((all.reduce((sum, one) => sum + one.score, 0) / cases).toPrecision(12));
	const json = { passed: share >= threshold, cases, passedCases: passed, failedCases: cases - passed, share, score, threshold };
	return { json, pairedItem: Array.from({ length: cases }, (_, item) => ({ item })) };
}

async function openJudge(context: IExecuteFunctions, item: number): Promise<ChatModel> {
	return (await composeMeter(await readState(context))).chat(await connectedInput(context, item, 'Rubrics'));
}

async function readAssertions(context: IExecuteFunctions, item: number): Promise<Assertion[]> {
	const compareBy = context.getNodeParameter('compareBy', item) as string;
	const field = compareBy === 'assertions' ? nameField(properties, 'assertions') : nameField(properties, 'expected');
	return checkAnswerAssertions(readComparison(context, item, compareBy, field), field);
}

function readComparison(context: IExecuteFunctions, item: number, compareBy: string, field: string): unknown {
	if (compareBy === 'assertions') return givenJson(context.getNodeParameter('assertions', item), field);
	if (compareBy === 'rubric') return [{ assert: 'rubric', rubric: readText(context, 'rubric', item) }];
	const text = readGivenText(context, 'expected', item);
	if (compareBy === 'similar') return [{ assert: 'similar', to: text, min: context.getNodeParameter('minSimilarity', item) }];
	return [{ assert: compareBy, text }];
}

export async function execute(this: IExecuteFunctions, gate?: Gate, published?: PublishedAgents): Promise<INodeExecutionData[][]> {
	const trust = gate ? { gate, published } : defaultTrust();
	return whileNodeAdmitted(this, trust.gate, 'troupeEvaluation', (admitted) => {
		const own = { gate: admitted.gate, published: trust.published };
		const isScore = this.getNodeParameter('operation', 0) === 'score';
		return isScore ? scoreItems(this, own, admitted.signal) : runSet(this, own, admitted.signal);
	});
}
