import { isJobType, jobResults } from '../../bpmn/job-types';
import { listProperties } from '../../bpmn/templates';
import { n8nNodeHeaders, n8nNodeJobType } from '../../bpmn/templates/n8n/n8n-node-job';
import { parseExpression } from '../../bpmn/feel/parser';
import { nodePattern } from '../tree/limits';
import type { AgentStep, Block, Field, HttpStep, NodeStep } from '../tree/plan-tree';
import { listFreeNames } from '../tree/check/free-names';
import type { Building } from './building';
import type { JobTask } from './job-parts';

export function agentJob(building: Building, step: AgentStep): JobTask {
	const { id, writes = [], agent = '' } = step;
	const said = step.message === undefined ? text(step.needs) : `get or else(${step.message}, ${text(step.needs)})`;
	const message = isTold(step) ? `=${said}` : describeReads(building, said, step.reads);
	const sources = findSources(building, step);
	const origins = traceOrigins(building, sources);
const sensitivity = joinSensitivities(building, sources);
	const isKept = [...building.writers].some(([name, from]) => from.includes(step) && writes.some((field) => field.name === name));
	return {
		type: 'troupe:agent',
		headers: { agent },
		inputs: { message, ...(origins !== undefined && { origins }), ...(sensitivity !== undefined && { sensitivity }) },
		outputs: {
			...Object.fromEntries(writes.map((field) => [field.name, isReply(field, writes) ? '=reply' : `=output.${field.name}`])),
			[building.internal('outcome', id)]: '=outcome',
			...(isKept && { [building.internal('origins', id)]: '=origins', [building.internal('sensitivity', id)]: '=sensitivity' }),
		},
	};
}

export const isReply = ({ name, type, options }: Field, writes: readonly Field[]): boolean =>
	name === 'reply' || name === 'resposta' || (writes.length === 1 && type === 'text' && options === undefined);

const text = (value: string): string => JSON.stringify(value);

const isTold = ({ message }: AgentStep): boolean => message !== undefined && listFreeNames(parseExpression(message)).size > 0;

function describeReads(building: Building, said: string, reads: readonly string[] = []): string {
	const lines = reads.map((name) => {
		const label = building.field(name).label ?? name;
		return `${text(`${label}: `)} + (if ${name} = null then "-" else string(${name}))`;
	});
	return `=string join([${[said, ...lines].join(', ')}], "\\n")`;
}

/** Finds the steps whose texts are in the message of an agent. */
function findSources(building: Building, step: AgentStep): Block[] {
	const names = isTold(step) ? [...listFreeNames(parseExpression(step.message!))] : (step.reads ?? []);
	return [...new Set(names.flatMap((name) => building.writers.get(name) ?? []))];
}

const areNull = (names: readonly string[]): string => names.map((name) => `${name} = null`).join(' and ');

/** Marks the origin of a message's texts: an agent must not take them for a person's words. */
function traceOrigins(building: Building, sources: readonly Block[]): string | undefined {
	if (sources.length === 0) return undefined;
	const agents = sources.filter(({ kind }) => kind === 'agent').map(({ id }) => building.internal('origins', id));
	if (agents.length < sources.length) return '=["tool"]';
	return agents.length === 1 ? `=${agents[0]}` : `=if ${areNull(agents)} then null else ["tool"]`;
}

/** Keeps the labels of all that the agents before it have read. */
function joinSensitivities(building: Building, sources: readonly Block[]): string | undefined {
	const names = sources.filter(({ kind }) => kind === 'agent').map(({ id }) => building.internal('sensitivity', id));
	if (names.length < 2) return names[0] && `=${names[0]}`;
	const join = (label: string): string => `distinct values(flatten([${names.map((name) => `${name}.${label}`).join(', ')}]))[item != null]`;
	return `=if ${areNull(names)} then null else {class: ${join('class')}, trust: ${join('trust')}}`;
}

export function httpJob(building: Building, { id, method, url, body, credential, writes = [], onError }: HttpStep): JobTask {
	const response = building.internal('response', id);
	return {
		type: 'troupe:http',
		headers: {
			method,
			...(credential !== undefined && { authentication: 'credential', credential }),
			...(writes.length > 0 ? { resultExpression: resultOf(writes, 'response.body') } : { resultVariable: response }),
			...(onError && { errorExpression: '=if error != null then bpmnError("HTTP_" + error.code, error.message) else null' }),
		},
		inputs: { url: url.startsWith('=') ? url : `=${text(url)}`, ...(body !== undefined && { body: `=${body}` }) },
		outputs: writes.some(({ name }) => ofRequest.includes(name)) ? Object.fromEntries(writes.map(({ name }) => [name, `=${name}`])) : {},
	};
}

/** Inputs are variables of the task: without outputs, a result of their name would end with it. */
const ofRequest = ['url', 'query', 'headers', 'body'];

/** One object or list is the whole response; everything else is taken by its name. */
export const isWhole = (writes: readonly Field[]): boolean => writes.length === 1 && ['object', 'list'].includes(writes[0]!.type);

function resultOf(writes: readonly Field[], whole: string): string {
	return `={${writes.map(({ name }) => `${name}: ${isWhole(writes) ? whole : `${whole}.${name}`}`).join(', ')}}`;
}

export function nodeJob(building: Building, step: NodeStep): JobTask {
	const { node = '', parameters = {} } = step;
	return isJobType(node) ? troupeJob(building, step, node, parameters) : n8nJob(building, step, node, parameters);
}

function troupeJob(building: Building, { id, writes = [] }: NodeStep, type: keyof typeof jobResults, parameters: Record<string, unknown>): JobTask {
	const job: JobTask = { type, headers: {}, inputs: {}, outputs: {} };
	for (const [name, value] of Object.entries(parameters)) {
		const property = findProperty(type, name);
		if (property?.binding.type === 'zeebe:taskHeader') job.headers[property.binding.key!] = typeof value === 'string' ? value : JSON.stringify(value);
		else job.inputs[property?.binding.name ?? name] = source(value);
	}
	const results: readonly string[] = jobResults[type];
	if (writes.length === 0 && !job.headers.resultExpression) job.headers.resultVariable ??= building.internal('result', id);
	for (const field of writes) job.outputs[field.name] = `=${pickResult(field, writes, results)}`;
	return job;
}

const findProperty = (type: keyof typeof jobResults, name: string) =>
	listProperties(type).find(({ id, binding }) => id === name || binding.key === name || binding.name === name);

/** The variable in which a job gets a parameter. Undefined for a header. */
export function inputOf(type: keyof typeof jobResults, parameter: string): string | undefined {
	const binding = findProperty(type, parameter)?.binding;
	return binding?.type === 'zeebe:taskHeader' ? undefined : (binding?.name ?? parameter);
}

export function pickResult({ name, type }: Field, writes: readonly Field[], results: readonly string[]): string {
	if (results.includes(name)) return name;
	const text = results.find((one) => /text$/i.test(one));
	if (writes.length === 1) return type === 'text' && text !== undefined ? text : results[0]!;
	return `${results[0]}.${name}`;
}

function n8nJob(building: Building, step: NodeStep, node: string, parameters: Record<string, unknown>): JobTask {
	const { writes = [], credentials = {}, onError, id } = step;
	const [, , version = '1'] = nodePattern.exec(node) ?? [];
	const { typeVersion, packageVersion, ...given } = parameters;
	const inputs = {
		...Object.fromEntries(Object.entries(credentials).map(([type, name]) => [`credentials.${type}`, plainText(name)])),
		...Object.fromEntries(Object.entries(given).map(([name, value]) => [`parameters.${name}`, source(value)])),
		items: '=null',
		...(Object.keys(given).length === 0 && { parameters: '=null' }),
		...(Object.keys(credentials).length === 0 && { credentials: '=null' }),
	};
	const names = new Set(Object.keys(inputs).map((target) => target.split('.')[0]!));
	return {
		type: n8nNodeJobType,
		headers: {
			[n8nNodeHeaders.nodeType]: node.replace(/(?<=.)@[\d.]+$/, ''),
			[n8nNodeHeaders.typeVersion]: typeof typeVersion === 'number' || typeof typeVersion === 'string' ? String(typeVersion) : version,
			...(typeof packageVersion === 'string' && { [n8nNodeHeaders.packageVersion]: packageVersion }),
			[n8nNodeHeaders.inputs]: [...names].join(', '),
			...(onError && { [n8nNodeHeaders.onError]: 'bpmn-error' }),
			...(writes.length === 0 && { [n8nNodeHeaders.resultVariable]: building.internal('result', id) }),
		},
		inputs,
		outputs: Object.fromEntries(
			writes.map(({ name, type }) => {
				return [name, isWhole(writes) ? (type === 'list' ? '=items' : '=item') : `=item.${name}`];
			}),
		),
	};
}

/** The source of an input for a value: a text that begins with `=` is FEEL, and so are the texts in an object. */
function source(value: unknown): string {
	if (typeof value === 'string') return value.startsWith('=') ? value : plainText(value);
	return `=${toFeel(value)}`;
}

/** An empty source is not a value. */
const plainText = (value: string): string => (value === '' || value.startsWith('=') || value !== value.trim() ? `=${text(value)}` : value);

function toFeel(value: unknown): string {
	if (typeof value === 'string') return value.startsWith('=') ? `(${value.slice(1)})` : text(value);
	if (Array.isArray(value)) return `[${value.map(toFeel).join(', ')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
	return `{${Object.entries(value)
		.map(([key, one]) => `${text(key)}: ${toFeel(one)}`)
		.join(', ')}}`;
}
