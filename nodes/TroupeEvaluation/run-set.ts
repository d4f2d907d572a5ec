import { countNouns } from '../../core/base/text/count-nouns';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { SetKind } from '../../core/evaluation/cases/set-kinds';
import type { EvaluationResult } from '../../core/evaluation/evaluation-result';
import { summarizeResult } from '../../core/evaluation/summarize-result';
import { findKind, findSet, type FoundSet, readInlineSet } from '../../providers/compose/evaluation/find-set';
import { playSet, recordSet, type SetRun } from '../../providers/compose/evaluation/run-set';
import type { Host } from '../../providers/compose/hosts/host';
import { toolsFromEnvironment } from '../../providers/compose/settings/tools-from-environment';
import { connectedInput } from './connected-input';
import { givenJson } from '../shared/given-json';
import { n8nHost } from '../shared/host';
import { operatorKnowledge } from '../shared/knowledge/read-knowledge-host';
import { nameField } from '../shared/name-field';
import { type Routed, routeItems } from '../shared/run-items';
import { showWarnings } from '../shared/show-warnings';
import { readState } from '../shared/state/read-state';
import { properties } from './properties';
import { readText } from './read-text';
import type { AgentReference } from '../../providers/compose/agents/agent-reference';
import type { Gate, PublishedAgents } from '../../core/ports/manifests';
import { readThreshold } from './read-threshold';

export interface Trust {
	gate: Gate;
	published?: PublishedAgents;
}

const summaryOutput = 0;
const casesOutput = 1;

export function runSet(context: IExecuteFunctions, trust: Trust, signal: AbortSignal): Promise<INodeExecutionData[][]> {
	return routeItems(context, { outputs: 2, failed: summaryOutput }, (item) => evaluate(context, trust, item, signal), signal);
}

async function evaluate(context: IExecuteFunctions, trust: Trust, item: number, signal: AbortSignal): Promise<Routed[]> {
	const threshold = readThreshold(context, item);
	const isLive = context.getNodeParameter('answers', item) === 'live';
	const model = isLive ? await connectedInput(context, item, 'The answers') : undefined;
	const host = await openHost(context, trust, model);
	const found = await readSet(context, item, host);
	const run: SetRun = { found, recordings: found.recordings, ...readAgent(context, item) };
	const result = isLive ? (await recordSet(run, host, signal)).result : await playSet(run, host, signal);
	const summarized = summarizeResult(result, threshold);
	const { answeredBySet, cases } = summarized.summary;
	if (answeredBySet > 0) showWarnings(context, [describeUnasked(answeredBySet, cases)]);
	return toItems(result, summarized);
}

const describeUnasked = (answered: number, cases: number) =>
	`The set answered ${answered} of ${countNouns(cases, 'case')} in place of the agent's model, which was not asked for them. This tests guardrails, tools and limits, but not the agent's answers. To measure the agent, set Answers to From a Connected Model.`;

async function openHost(context: IExecuteFunctions, { gate, published }: Trust, model: Host['model']): Promise<Host> {
	const state = await readState(context);
	const host = n8nHost({ ...state, ...toolsFromEnvironment(), gate, providers: {}, ...(model && { model }) });
	return { ...operatorKnowledge(state.database), ...host, published };
}

function readSet(context: IExecuteFunctions, item: number, host: Host): Promise<FoundSet> {
	const from = context.getNodeParameter('setFrom', item);
	if (from === 'kind') return findKind(context.getNodeParameter('kind', item) as SetKind);
	if (from === 'name') return findSet(readText(context, 'setName', item).trim(), host);
	const field = nameField(properties, 'set');
	return readInlineSet(givenJson(context.getNodeParameter('set', item), field), field, host);
}

function readAgent(context: IExecuteFunctions, item: number): Pick<SetRun, 'agent' | 'variant'> {
	const from = context.getNodeParameter('agentFrom', item);
	if (from === 'set') return { variant: {} };
	if (from === 'name') {
		const id = readText(context, 'agent', item).trim();
		return { agent: { kind: 'id', id }, variant: { agent: id } };
	}
	const definition = givenJson(context.getNodeParameter('definition', item), nameField(properties, 'definition'));
	const agent: AgentReference = { kind: 'inline', definition };
	return { agent, variant: { agent: 'definition' } };
}

function toItems(result: EvaluationResult, { passed, summary, failures }: ReturnType<typeof summarizeResult>): Routed[] {
	const tenantPolicies = result.tenantPolicies && { tenantPolicies: result.tenantPolicies };
	return [
		{ output: summaryOutput, json: { passed, ...summary, ...tenantPolicies, failures } },
		...result.cases.map((one) => ({ output: casesOutput, json: { ...one } })),
	];
}
