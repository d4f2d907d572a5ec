import { isFields } from '../../../../core/base/is-fields';
import type { HttpStep } from '../../../tree/plan-tree';
import type { ImportedNode } from '../imported-workflow';
import { textAt } from '../node-types';
import { type Data, NoFeel, textOf, writeText, type Written } from '../written';
import { listPairs, readMethod } from './request-parts';
import { nameOf, type StepTools } from './tools';

const methods: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** Headers that a request has anyway. */
const usual = /^(?:content-type|accept|user-agent|content-length)$/i;

/** An HTTP Request node of any version. @throws NoFeel */
export function httpStep(node: ImportedNode, tools: StepTools): HttpStep {
	const { parameters } = node;
	const { expressions, items, words, answers } = tools;
	const data = items.at(node);
	const method = readMethod(node);
	if (!methods.includes(method)) throw new NoFeel('method', method);
	const url = writeUrl(node, expressions.read(parameters.url ?? refuseSecret(node), data), readPairs(node, 'query', tools, data), tools);
	const body = ['GET', 'DELETE'].includes(method) && parameters.sendBody !== true ? undefined : readBody(node, tools, data);
	const needsCredential = asksCredential(node);
	const headers = listPairs(node, 'header').filter(({ name }) => !usual.test(String(name)) && !isSecret(name));
	if (headers.length > 0) tools.say(node, words.headers(node.name, headers.map(({ name }) => String(name).slice(0, 60)).join(', ')));
	return {
		...{ kind: 'http', ...nameOf(node), method: method as HttpStep['method'], url },
		...(node.note !== undefined && { why: node.note }),
		...(body !== undefined && { body }),
		...(needsCredential && { needsCredential }),
		...(needsCredential && answers.credential !== undefined && { credential: answers.credential }),
	};
}

const refuseSecret = ({ secrets }: ImportedNode): never => {
	throw new NoFeel(secrets ? 'secret' : 'missing', 'url');
};

const isSecret = (name: unknown): boolean => /authorization|cookie|token|key|secret|signature/i.test(String(name));

/** A credential of n8n, a key that was written into the node, or a header for one. */
const asksCredential = (node: ImportedNode): boolean =>
	node.credentials.length > 0 || node.secrets !== undefined || listPairs(node, 'header').some(({ name }) => isSecret(name));

function writeUrl(node: ImportedNode, url: Written, query: Array<[string, Written]>, { words, say }: StepTools): string {
	const literal = readLiteral(url);
	if (literal !== undefined && !/^https:\/\/[^\s/]/i.test(literal)) throw new NoFeel('address', '');
	const known = query.map(([name, value]) => [name, readLiteral(value)] as const);
	if (literal !== undefined && known.every(([, value]) => value !== undefined)) {
		const pairs = known.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value!)}`);
		return pairs.length === 0 ? literal : `${literal}${literal.includes('?') ? '&' : '?'}${pairs.join('&')}`;
	}
	if (query.length > 0) say(node, words.notEncoded(node.name));
	const base = literal === undefined ? textOf(url) : writeText(literal);
	const parts = query.map(([name, value], at) => `${writeText(`${at === 0 ? '?' : '&'}${encodeURIComponent(name)}=`)} + ${textOf(value)}`);
	return `=${[base, ...parts].join(' + ')}`;
}

const readLiteral = ({ feel, type }: Written): string | undefined => {
	if (type === 'number' && /^-?\d/.test(feel)) return feel;
	if (!/^"(?:[^"\\]|\\.)*"$/s.test(feel)) return undefined;
	return JSON.parse(feel) as string;
};

function readPairs(node: ImportedNode, of: 'query' | 'body', { expressions }: StepTools, data: Data): Array<[string, Written]> {
	const json = node.parameters[of === 'query' ? 'jsonQuery' : 'jsonBody'];
	if (of === 'query' && typeof json === 'string' && json.trim() !== '') throw new NoFeel('query', node.name);
	return listPairs(node, of).flatMap(({ name, value }): Array<[string, Written]> => {
		// A key in the query is the credential's.
		if (value === undefined) return [];
		return [[String(name), expressions.read(value, data)]];
	});
}

function readBody(node: ImportedNode, tools: StepTools, data: Data): string | undefined {
	const { parameters } = node;
	const { expressions } = tools;
	const type = textAt(parameters, 'contentType') || textAt(parameters, 'bodyContentType') || 'json';
	if (parameters.sendBody === false) return undefined;
	const json = parameters.jsonBody ?? parameters.bodyParametersJson ?? parameters.body;
	if (typeof json === 'string' && json.trim() !== '') {
		if (type === 'raw') return expressions.read(json, data).feel;
		return expressions.json(json, data).feel;
	}
	if (isFields(json)) return expressions.json(json, data).feel;
	const pairs = readPairs(node, 'body', tools, data);
	if (pairs.length === 0) return undefined;
	if (type !== 'json') throw new NoFeel('body', type);
	return `{${pairs.map(([name, value]) => `${writeText(name)}: ${value.feel}`).join(', ')}}`;
}
