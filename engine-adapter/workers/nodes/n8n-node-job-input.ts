import {
	isN8nNodeInput,
	n8nNodeHeaders,
	n8nNodeInputs,
	n8nNodePlaceholder,
	n8nNodeVariables,
	type NodeErrorRule,
	nodeErrorRules,
	splitInputNames,
} from '../../../bpmn/templates/n8n/n8n-node-job';
import { putAt } from '../../../core/base/put-at';
import { namedSecrets } from '../../../core/base/secret-reference';
import type { NodeTaskRequest } from '../../../providers/compose/nodes/node-task';
import type { NodeItem } from '../../../providers/tools/n8n-node/node-task';
import type { Job } from '../../engine/jobs';
import { asBoolean, asJson, asNumber, asText, invalidJob, isPresent, readHeaders, textVariable } from '../job-input';

const defaultTimeoutMs = 120_000;

export interface N8nNodeJob {
	task: NodeTaskRequest;
	onError: NodeErrorRule;
	isRepeatable: boolean;
	again?: string;
}

/** @throws TroupeError INPUT_INVALID */
export function readN8nNodeJob(given: Job): N8nNodeJob {
	const job = withOwnInputs(given);
	const { nodeType, typeVersion, packageVersion, parameters, onError, timeoutMs, repeatable } = readHeaders(job, {
		[n8nNodeHeaders.nodeType]: asText,
		[n8nNodeHeaders.typeVersion]: asNumber,
		[n8nNodeHeaders.packageVersion]: asText,
		[n8nNodeHeaders.parameters]: asJson(job),
		[n8nNodeHeaders.onError]: asText,
		[n8nNodeHeaders.timeoutMs]: asNumber,
		[n8nNodeHeaders.repeatable]: asBoolean,
	});
	const rule = (onError as NodeErrorRule | undefined) ?? 'fail';
	if (!nodeErrorRules.includes(rule))
		throw invalidJob(job, `has an unknown rule "${rule}" in its header "onError"`, `Use one of: ${nodeErrorRules.join(', ')}.`);
	if (repeatable !== undefined && typeof repeatable !== 'boolean')
		throw invalidJob(job, `has an invalid header "repeatable"`, 'Use true or false.');
	const credentials = readObject(job, n8nNodeVariables.credentials);
	return {
		onError: rule,
		isRepeatable: repeatable === true,
		...(isPresent(job.variables.idempotencyKey) && { again: textVariable('idempotencyKey', job) }),
		task: {
			type: requireHeader(job, n8nNodeHeaders.nodeType, nodeType, isNodeType, 'such as n8n-nodes-base.slack'),
			typeVersion: requireHeader(job, n8nNodeHeaders.typeVersion, typeVersion, isPositive, 'such as 2.4'),
			timeoutMs: requireHeader(job, n8nNodeHeaders.timeoutMs, timeoutMs ?? defaultTimeoutMs, isPositive, 'such as 30000'),
			parameters: toObject(job, 'header', n8nNodeHeaders.parameters, parameters ?? {}),
			...readData(job),
			credentials: Object.fromEntries(Object.entries(credentials).flatMap(([type, name]) => readName(job, type, name))),
			items: readItems(job),
			name: job.elementId,
			workflow: job.processId,
			execution: job.instanceKey,
			...(typeof packageVersion === 'string' && { packageVersion }),
			...(rule === 'continue' && { settings: { onError: 'continueRegularOutput' as const } }),
		},
	};
}

/** Leaves out inputs that the task does not map itself: with process variables, the starter could choose the node's address and credential. */
function withOwnInputs(job: Job): Job {
	const header = job.headers[n8nNodeHeaders.inputs];
	const names = typeof header === 'string' ? splitInputNames(header) : [];
	const unknown = names.find((name) => !isN8nNodeInput(name));
	if (unknown !== undefined)
		throw invalidJob(job, `has a header "inputs" with an unknown name "${unknown}"`, `Use one or several of: ${n8nNodeInputs.join(', ')}.`);
	const others = new Set<string>(n8nNodeInputs.filter((name) => !names.includes(name) && isPresent(job.variables[name])));
	const [unlisted] = others;
	if (header === undefined && unlisted !== undefined)
		throw invalidJob(
			job,
			`has a variable "${unlisted}", and no header "inputs" says that the task maps it`,
			`Give the task the header "inputs" with the names of those that its own input mappings set, such as "parameters, credentials". The others are then not read.`,
		);
	const { parameters, ...variables } = Object.fromEntries(Object.entries(job.variables).filter(([name]) => !others.has(name)));
	return { ...job, variables: parameters === undefined ? variables : { ...variables, parameters: withoutPlaceholder(parameters) } };
}

function withoutPlaceholder(parameters: unknown): unknown {
	if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) return parameters;
	const { [n8nNodePlaceholder]: placeholder, ...own } = parameters as Record<string, unknown>;
	return placeholder === null ? own : parameters;
}

const isNodeType = (value: unknown): value is string => typeof value === 'string' && /^(@[\w-]+\/)?[\w.-]+\.[\w-]+$/.test(value);
const isPositive = (value: unknown): value is number => typeof value === 'number' && value > 0;

function requireHeader<Value>(job: Job, name: string, value: unknown, fits: (value: unknown) => value is Value, example: string): Value {
	if (fits(value)) return value;
	const problem = value === undefined ? `does not have the header "${name}"` : `has an invalid header "${name}"`;
	throw invalidJob(job, problem, `Give the task a header "${name}", ${example}.`);
}

const ownHeader = /^parameters\.(?=.)/;

/** Merges parameters of headers into those of variables. Only headers are certain to be the author's: only they name secrets. */
function readData(job: Job): Pick<NodeTaskRequest, 'data' | 'secrets'> {
	const data = readObject(job, n8nNodeVariables.parameters);
	const own = Object.entries(job.headers).filter(([name, value]) => ownHeader.test(name) && isPresent(value));
	if (own.length === 0) return { data };
	const whole = structuredClone(data);
	for (const [name, value] of own) putAt(whole, name.replace(ownHeader, ''), value);
	return { data: whole, secrets: [...namedSecrets(own)] };
}

function readObject(job: Job, name: string): Record<string, unknown> {
	const value = job.variables[name];
	return isPresent(value) ? toObject(job, 'variable', name, value) : {};
}

function toObject(job: Job, kind: 'header' | 'variable', name: string, value: unknown): Record<string, unknown> {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
	throw invalidJob(job, `has a ${kind} "${name}" that is not an object`, `Map an object, such as {"resource": "message"}.`);
}

/** An empty mapping of a form names none. */
function readName(job: Job, type: string, name: unknown): Array<[string, string]> {
	if (!isPresent(name)) return [];
	const text = typeof name === 'object' ? (name as { name?: unknown }).name : name;
	if (typeof text === 'string' && text !== '') return [[type, text]];
	throw invalidJob(job, `does not name a credential in "credentials.${type}"`, 'Map the name of a stored credential, which is a text.');
}

/** Without items, the variables of the task are the one item. */
function readItems(job: Job): NodeItem[] {
	const { [n8nNodeVariables.items]: items, [n8nNodeVariables.idempotencyKey]: _again, ...rest } = job.variables;
	if (!isPresent(items)) {
		const { [n8nNodeVariables.parameters]: _parameters, [n8nNodeVariables.credentials]: _credentials, ...json } = rest;
		return [{ json }];
	}
	if (!Array.isArray(items)) throw invalidJob(job, 'has a variable "items" that is not a list', 'Map a list of objects.');
	return items.map((item, index) => readItem(job, item, index));
}

function readItem(job: Job, item: unknown, index: number): NodeItem {
	const value = typeof item === 'object' && item !== null && !Array.isArray(item) ? (item as Record<string, unknown>) : undefined;
	if (value === undefined) throw invalidJob(job, `has an item ${index} in "items" that is not an object`, 'Map a list of objects.');
	if (typeof value.json !== 'object' || value.json === null) return { json: value };
	const { json, binary } = value as unknown as NodeItem;
	return { json, ...(isPresent(binary) && { binary }) };
}
