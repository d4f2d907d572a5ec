import type { ImportWords } from '../import-words';
import type { ImportedNode } from '../imported-workflow';
import { listPairs, readMethod } from './request-parts';

const maxAddress = 120;
const maxNames = 8;
const maxName = 40;

/** Says what an HTTP Request sends where, for whoever does it by hand: values can be secrets, so fields and headers are named alone. */
export function describeRequest(node: ImportedNode, { request }: ImportWords): string {
	const { url, jsonBody, bodyParametersJson, body } = node.parameters;
	const address =
		typeof url === 'string'
			? url
					.replace(/^=/, '')
					.replace(/\?.*$/s, '')
					.replace(/\/\/[^/@]*@/, '//')
			: '…';
	const json = [jsonBody, bodyParametersJson, body].find((one) => typeof one === 'string');
	const inJson = typeof json === 'string' ? [...json.matchAll(/"([^"\\{}]{1,60})"\s*:/g)].map(([, name]) => name!) : [];
	const parts = [
		`${readMethod(node)} ${address.slice(0, maxAddress)}`,
		...say(request.query, namesOf(node, 'query')),
		...say(request.fields, [...namesOf(node, 'body'), ...inJson]),
		...say(request.headers, namesOf(node, 'header')),
		node.name,
	];
	return parts.join('. ').slice(0, 500);
}

const namesOf = (node: ImportedNode, of: 'query' | 'header' | 'body'): string[] => listPairs(node, of).map(({ name }) => String(name));

const say = (words: (names: string) => string, names: string[]): string[] =>
	names.length === 0
		? []
		: [
				words(
					[...new Set(names)]
						.slice(0, maxNames)
						.map((name) => name.slice(0, maxName))
						.join(', '),
				),
			];
