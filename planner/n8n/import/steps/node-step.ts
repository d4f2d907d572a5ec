import { isFields } from '../../../../core/base/is-fields';
import { nodePattern, treeLimits } from '../../../tree/limits';
import type { CallStep, NodeStep } from '../../../tree/plan-tree';
import { toId, toVariable } from '../../../tree/read/names';
import type { ImportedNode } from '../imported-workflow';
import { textAt, valueAt } from '../node-types';
import { type Data, NoFeel } from '../written';
import { describeNeed, nameOf, type StepTools } from './tools';

/** Nodes of this package, by the job that does the same in a process. */
const jobs: Record<string, string> = {
	...{ 'n8n-nodes-troupe.troupeChannel': 'troupe:send', 'n8n-nodes-troupe.troupeCrm': 'troupe:crm' },
	...{ 'n8n-nodes-troupe.troupeEvaluation': 'troupe:eval', 'n8n-nodes-troupe.troupeGuardrails': 'troupe:guardrail' },
	...{ 'n8n-nodes-troupe.troupeMemory': 'troupe:remember', 'n8n-nodes-troupe.troupeModel': 'troupe:model' },
};

const jobOf = ({ type, parameters }: ImportedNode): string | undefined =>
	type === 'n8n-nodes-troupe.troupeKnowledge'
		? /ingest|import|add/i.test(textAt(parameters, 'operation'))
			? 'troupe:ingest'
			: 'troupe:retrieve'
		: Object.hasOwn(jobs, type)
			? jobs[type]
			: undefined;

/** Any other node, with its parameters; no manifest has been asked yet. @throws NoFeel */
export function nodeStep(node: ImportedNode, tools: StepTools): NodeStep {
	const job = jobOf(node);
	const type = job ?? (node.version === 1 ? node.type : `${node.type}@${node.version}`);
	if (job === undefined && !nodePattern.test(type)) throw new NoFeel('type', node.type);
	const parameters = job === undefined ? readParameters(node, tools) : {};
	return {
		...{ kind: 'node', ...nameOf(node), needs: describeNeed(node, tools.words), node: type },
		...(node.note !== undefined && { why: node.note }),
		...(Object.keys(parameters).length > 0 && { parameters }),
	};
}

function readParameters(node: ImportedNode, { expressions, items }: StepTools): Record<string, unknown> {
	const data = items.at(node);
	const entries = Object.entries(node.parameters).filter(([, value]) => !isEmpty(value));
	if (entries.length > treeLimits.parameters) throw new NoFeel('large', node.name);
	const odd = entries.find(([name]) => !/^[A-Za-z_]\w*$/.test(name));
	if (odd) throw new NoFeel('parameter', odd[0].slice(0, 60));
	return Object.fromEntries(entries.map(([name, value]) => [name, readValue(value, expressions, data)]));
}

const isEmpty = (value: unknown): boolean => value === '' || (isFields(value) && Object.keys(value).length === 0);

/** Only an expression begins with `=` in a plan. */
function readValue(value: unknown, expressions: StepTools['expressions'], data: Data): unknown {
	if (typeof value === 'string') return value.startsWith('=') ? `=${expressions.read(value, data).feel}` : value;
	if (Array.isArray(value)) return value.map((one) => readValue(one, expressions, data));
	if (!isFields(value)) return value;
	if (value.__rl === true) return { __rl: true, mode: value.mode ?? 'id', value: readValue(value.value ?? '', expressions, data) };
	return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, readValue(one, expressions, data)]));
}

/** Another workflow, which has to be a process of this name. @throws NoFeel */
export function callStep(node: ImportedNode, { expressions, items, words, say }: StepTools): CallStep {
	const { parameters } = node;
	const named =
		textAt(parameters, 'workflowId', 'cachedResultName') || textAt(parameters, 'workflowId', 'value') || textAt(parameters, 'workflowId');
	if (named === '' || named.startsWith('=')) throw new NoFeel('workflow', node.name);
	const data = items.at(node);
	const given = valueAt(parameters, 'workflowInputs', 'value');
	const inputs = Object.entries(isFields(given) ? given : {}).map(([name, value]) => [
		toVariable(name),
		expressions.read(value, data).feel,
	]);
	say(node, words.calls(node.name, named.slice(0, 100)));
	if (textAt(parameters, 'mode') === 'each') say(node, words.callsEach(node.name));
	if (valueAt(parameters, 'options', 'waitForSubWorkflow') === false) say(node, words.callWaits(node.name));
	return {
		...{ kind: 'call', ...nameOf(node), process: processOf(named) },
		...(node.note !== undefined && { why: node.note }),
		...(inputs.length > 0 && { inputs: Object.fromEntries(inputs) as Record<string, string> }),
	};
}

/** An id of n8n is kept as it is, for a plan that was a workflow has its process there. */
const processOf = (named: string): string => (/^[\p{L}_][\p{L}\p{N}._-]{0,59}$/u.test(named) ? named : toId(named, 'process'));
