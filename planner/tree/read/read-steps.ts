import { treeLimits } from '../limits';
import type { AgentStep, Alternative, CallStep, HttpStep, HumanStep, NodeStep, Task, UnsupportedStep } from '../plan-tree';
import { names } from './block-kinds';
import { readFeel, readNamed, type Reading } from './reading';
import { readFields, readNames } from './read-fields';
import { looksLikeSecret } from '../secret-name';
import { isObject, pick, pickWord, type Raw } from './reader';
import { isFeel, templateToFeel, toFeel } from './to-feel';
import { toDuration } from './to-time';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const alternativeKinds = ['http', 'node', 'agent', 'human', 'mcp'] as const;

export function readStep(kind: Task['kind'], reading: Reading): Task {
	const step = readCommon(kind, reading);
	switch (kind) {
		case 'agent':
			return { ...step, ...readAgent(reading, step.name) };
		case 'node':
			return { ...step, ...readNode(reading, step.name) };
		case 'http':
			return { ...step, ...readHttp(reading) };
		case 'human':
			return { ...step, ...readHuman(reading) };
		case 'call':
			return { ...step, ...readCall(reading) };
		case 'unsupported':
			return { ...step, ...readUnsupported(reading, step.name) };
	}
}

type Common = Pick<Task, 'id' | 'name' | 'why' | 'writes' | 'onError' | 'deadline'>;

function readCommon(kind: string, reading: Reading): Common {
	const { reader, raw, path, list } = reading;
	const named = readNamed(reading, kind);
	const why = reader.text(raw, ['why', 'because', 'porque'], path);
	const writes = readFields(reader, pick(raw, ['writes', 'outputs', 'sets', 'returns', 'output', 'asks']), `${path}/writes`);
	const failed = pick(raw, ['onError', 'on_error', 'onFailure', 'catch', 'fallback']);
	const onError = failed === undefined ? undefined : list(failed, `${path}/onError`);
	const deadline = readDeadline(reading);
	return {
		...named,
		...(why !== undefined && { why }),
		...(writes.length > 0 && { writes }),
		...(onError !== undefined && { onError }),
		...(deadline && { deadline }),
	};
}

function readDeadline({ reader, raw, path, list }: Reading): Task['deadline'] {
	const written = pick(raw, ['deadline', 'timeout', 'prazo']);
	if (written === undefined) return undefined;
	const place = `${path}/deadline`;
	const holder: Raw = isObject(written) ? written : { after: written };
	const after = pick(holder, ['after', 'duration', 'in', 'depois']);
	const duration = toDuration(after);
	if (duration === undefined) {
		reader.fault(
			`${place}/after`,
			'timer',
			JSON.stringify(after ?? null).slice(0, 100),
			reader.language === 'pt' ? 'uma duração' : 'a duration',
		);
		return undefined;
	}
	if (duration !== after) reader.repair(place, `after ${duration}`);
	const blocks = list(pick(holder, names.list), `${place}/do`);
	const goesOn = holder.goesOn === true && blocks.length > 0;
	return { after: duration, ...(goesOn && { goesOn }), do: blocks };
}

/** Reads FEEL, or a text with names in braces, which becomes FEEL. */
function readMessage(reading: Reading, written: unknown, key: string): string | undefined {
	if (isObject(written) || Array.isArray(written)) return readFeel(reading, JSON.stringify(written), key);
	const feel = readFeel(reading, written, key);
	if (feel === undefined || (isFeel(feel) && !/^\p{L}+$/u.test(feel)) || reading.reader.variables.has(feel)) return feel;
	// One word is the name of a variable, unless it begins as a sentence does.
	if (isFeel(feel) && !/^\p{Lu}/u.test(feel)) return feel;
	const text = templateToFeel(String(written).trim());
	if (!isFeel(text)) return feel;
	reading.reader.repair(`${reading.path}/${key}`, 'is a text of FEEL now');
	return text;
}

function readAgent(reading: Reading, name: string): Pick<AgentStep, 'kind' | 'needs' | 'agent' | 'message' | 'reads'> {
	const { reader, raw, path } = reading;
	const agent = reader.text(raw, ['agent', 'agentId'], path, 200);
	const message = readMessage(reading, pick(raw, ['message', 'prompt', 'input', 'question']), 'message');
	const reads = readNames(reader, pick(raw, ['reads', 'inputs', 'uses']), `${path}/reads`);
	return {
		kind: 'agent',
		needs: reader.text(raw, ['needs', 'capability', 'description', 'task'], path) ?? name,
		...(agent !== undefined && { agent }),
		...(message !== undefined && { message }),
		...(reads && { reads }),
	};
}

function readNode(reading: Reading, name: string): Pick<NodeStep, 'kind' | 'needs' | 'node' | 'parameters' | 'credentials' | 'reads'> {
	const { reader, raw, path } = reading;
	const node = reader.text(raw, ['node', 'nodeType', 'job', 'service'], path, 200);
	const reads = readNames(reader, pick(raw, ['reads', 'uses']), `${path}/reads`);
	return {
		kind: 'node',
		needs: reader.text(raw, ['needs', 'capability', 'description', 'task'], path) ?? name,
		...(node !== undefined && { node }),
		...readParameters(reading, pick(raw, ['parameters', 'params', 'config', 'arguments'])),
		...(isObject(raw.credentials) && { credentials: readTexts(reading, raw.credentials) }),
		...(reads && { reads }),
	};
}

const maxParameterText = 20_000;

function readParameters({ reader, path }: Reading, value: unknown): { parameters?: Record<string, unknown> } {
	if (!isObject(value)) return {};
	const text = JSON.stringify(value);
	if (text.length > maxParameterText || Object.keys(value).length > treeLimits.parameters) {
		reader.fault(`${path}/parameters`, 'too-large', String(treeLimits.parameters), 'parameters');
		return {};
	}
	return { parameters: mapTexts(JSON.parse(text), (one) => (/^=(?!=)/.test(one) ? `=${toFeel(one)}` : one)) as Record<string, unknown> };
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
	if (typeof value === 'string') return change(value);
	if (Array.isArray(value)) return value.map((one) => mapTexts(one, change));
	if (!isObject(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapTexts(one, change)]));
}

const readTexts = ({ reader, path }: Reading, value: Raw): Record<string, string> =>
	Object.fromEntries(
		Object.entries(value)
			.slice(0, treeLimits.parameters)
			.flatMap(([key, one]) => (typeof one === 'string' ? [[key.slice(0, 100), reader.clean(one, path, 200)]] : [])),
	);

function readHttp(reading: Reading): Pick<HttpStep, 'kind' | 'method' | 'url' | 'body' | 'credential' | 'needsCredential'> {
	const { reader, raw, path } = reading;
	const url = reader.text(raw, ['url', 'address', 'endpoint', 'uri'], path, treeLimits.expression);
	if (url === undefined) reader.fault(`${path}/url`, 'missing', 'url', 'https://…');
	const written = (pickWord(raw, ['method', 'verb']) || (raw.body === undefined ? 'GET' : 'POST')).toUpperCase();
	const method = methods.find((one) => one === written) ?? 'GET';
	const body = readMessage(reading, pick(raw, ['body', 'data', 'payload']), 'body');
	const named = reader.text(raw, ['credential', 'credentials', 'auth'], path, 100) ?? findSecretHeader(raw.headers);
	const isSecret = named !== undefined && looksLikeSecret(named);
	const credential = isSecret ? undefined : named;
	if (isSecret) reader.repair(`${path}/credential`, 'was a secret, and is left out: name a stored credential');
	return {
		kind: 'http',
		method,
		url: toUrl(url ?? ''),
		...(body !== undefined && { body }),
		...(credential !== undefined && { credential }),
		...((isSecret || raw.needsCredential === true) && { needsCredential: true }),
	};
}

/** A header that carries a secret asks for a credential. Its value can be the secret, so the name of the header stands for it. */
const findSecretHeader = (headers: unknown): string | undefined =>
	Object.keys(isObject(headers) ? headers : {})
		.find((name) => /^(?:proxy-)?authorization$|api[-_]?key|token|secret/i.test(name))
		?.slice(0, 100);

/** An address with names in braces becomes FEEL. */
function toUrl(url: string): string {
	if (url.startsWith('=')) return `=${toFeel(url)}`;
	return /\{[\w.{ }]+\}/.test(url) ? `=${templateToFeel(url)}` : url;
}

function readHuman({ reader, raw, path }: Reading): Pick<HumanStep, 'kind' | 'who' | 'shows' | 'instructions' | 'due'> {
	const who = reader.text(raw, names.who, path, treeLimits.name);
	if (who === undefined) reader.repair(path, 'is for the team now');
	const shows = readNames(reader, pick(raw, ['shows', 'reads', 'displays', 'inputs']), `${path}/shows`);
	const instructions = reader.text(raw, ['instructions', 'description', 'needs', 'text'], path);
	const due = toDuration(pick(raw, ['due', 'dueIn']));
	return {
		kind: 'human',
		who: who ?? (reader.language === 'pt' ? 'equipe' : 'team'),
		...(shows && { shows }),
		...(instructions !== undefined && { instructions }),
		...(due !== undefined && { due }),
	};
}

function readCall(reading: Reading): Pick<CallStep, 'kind' | 'process' | 'inputs'> {
	const { reader, raw, path } = reading;
	const process = reader.text(raw, ['process', 'processId', 'workflow', 'calls'], path, treeLimits.id);
	if (process === undefined) reader.fault(`${path}/process`, 'missing', 'process', 'id');
	const given = isObject(raw.inputs) ? Object.entries(raw.inputs).slice(0, treeLimits.parameters) : [];
	const inputs = given.flatMap(([name, value]) => {
		const feel = readMessage({ ...reading, path: `${path}/inputs` }, value, name);
		return feel === undefined ? [] : [[name.slice(0, 100), feel] as const];
	});
	return { kind: 'call', process: process ?? '', ...(inputs.length > 0 && { inputs: Object.fromEntries(inputs) }) };
}

function readUnsupported(
	{ reader, raw, path }: Reading,
	name: string,
): Pick<UnsupportedStep, 'kind' | 'needs' | 'reason' | 'alternatives' | 'who' | 'shows' | 'details'> {
	const who = reader.text(raw, names.who, path, treeLimits.name);
	const listed = Array.isArray(raw.alternatives) ? raw.alternatives.slice(0, 10) : [];
	const shows = readNames(reader, pick(raw, ['shows', 'reads']), `${path}/shows`);
	const told = Array.isArray(raw.details) ? raw.details.slice(0, 12) : [];
	const details = told.flatMap((one: unknown) => (typeof one === 'string' ? [reader.clean(one, path, 300)] : []));
	return {
		kind: 'unsupported',
		needs: reader.text(raw, ['needs', 'description', 'task'], path) ?? name,
		reason: reader.text(raw, ['reason', 'why'], path) ?? (reader.language === 'pt' ? 'Nada aqui faz isto.' : 'Nothing here does this.'),
		alternatives: listed.flatMap((one: unknown): Alternative[] => {
			const text = isObject(one)
				? reader.text(one, ['text', 'name'], path)
				: typeof one === 'string'
					? reader.clean(one, path, 500)
					: undefined;
			const kind = isObject(one) ? alternativeKinds.find((known) => known === one.kind) : undefined;
			return text === undefined ? [] : [{ kind: kind ?? 'human', text }];
		}),
		...(shows && { shows }),
		...(details.length > 0 && { details }),
		...(who !== undefined && { who }),
	};
}
