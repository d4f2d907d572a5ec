import { isFields } from '../../../core/base/is-fields';
import { findSecrets } from '../../../core/guardrails/secrets/scan-secrets';
import { type ImportedNode, workflowLimits as limits } from './imported-workflow';

type Cleaned = Pick<ImportedNode, 'parameters' | 'secrets' | 'lines' | 'isTooLarge'>;

/** Names of fields and headers whose value lets somebody in. */
const secretName =
	/pass(?:word|wd|phrase|code)?$|secret|(?:^|[-_ a-z])token$|api[-_ ]?key|app[-_ ]?key|access[-_ ]?key|auth[-_ ]?key|(?:^|[-_ x])authorization|^auth$|bearer|private[-_ ]?key|cookie|signature$|^sig$|senha/i;
const ofCode = ['jsCode', 'pythonCode', 'functionCode', 'code'];
const dangerous = ['__proto__', 'constructor', 'prototype'];
const maxSecrets = 20;

/** Copies the parameters of a node without secrets and code, and notes where they were. */
export function cleanParameters(value: unknown): Cleaned {
	const cleaner = new Cleaner();
	const cleaned = cleaner.clean(value, '', 0);
	const parameters = isFields(cleaned) ? cleaned : {};
	const isTooLarge = cleaner.isTooDeep || JSON.stringify(parameters).length > limits.parameters;
	return {
		parameters: isTooLarge ? {} : parameters,
		...(cleaner.secrets.length > 0 && { secrets: cleaner.secrets }),
		...(cleaner.lines > 0 && { lines: cleaner.lines }),
		...(isTooLarge && { isTooLarge: true }),
	};
}

class Cleaner {
	readonly secrets: string[] = [];
	lines = 0;
	isTooDeep = false;

	/** @param key name of the field that the value is for */
	clean(value: unknown, path: string, depth: number, key = ''): unknown {
		if (typeof value === 'string') return this.#text(value, path, key);
		if (typeof value !== 'object' || value === null) return value;
		if (depth > limits.depth) {
			this.isTooDeep = true;
			return undefined;
		}
		if (Array.isArray(value)) return value.map((one, at) => this.clean(one, `${path}[${at}]`, depth + 1, key));
		// A header or a field of a list has its name beside its value.
		const named = [(value as { name?: unknown }).name, (value as { key?: unknown }).key].find((one) => typeof one === 'string');
		return Object.fromEntries(
			Object.entries(value).flatMap(([name, one]) => {
				if (dangerous.includes(name)) return [];
				const place = path === '' ? name : `${path}.${name}`;
				if (ofCode.includes(name) && typeof one === 'string') {
					this.lines += one.split('\n').length;
					return [];
				}
				const said = /value/i.test(name) && named !== undefined ? String(named) : name;
				const kept = this.clean(one, place, depth + 1, said);
				return kept === undefined ? [] : [[name.slice(0, limits.name), kept]];
			}),
		);
	}

	#text(text: string, path: string, key: string): string | undefined {
		const isNamed = secretName.test(key) && !isReference(text);
		const address = /^=?\s*https?:/i.test(text) ? hidesInAddress(text) : false;
		if (!isNamed && !address && findSecrets(text).length === 0) return text;
		if (text.trim() === '' || text.trim() === '=') return text;
		if (this.secrets.length < maxSecrets) this.secrets.push(path.slice(0, limits.name));
		if (isNamed || !address) return undefined;
		const rest = withoutSecrets(text);
		return hidesInAddress(rest) || findSecrets(rest).length > 0 ? undefined : rest;
	}
}

/** An expression that only refers to data holds no secret itself. */
function isReference(text: string): boolean {
	if (!text.startsWith('=')) return /^(?:none|(?:generic|predefined)CredentialType|[a-z]\w{0,40}(?:Api|Auth|OAuth2?)|)$/.test(text);
	const outside = text.slice(1).replaceAll(/\{\{.*?\}\}/gs, '');
	return (
		outside.trim().length <= 8 && !/["'`][^"'`]{9,}["'`]/.test(text.replaceAll(/\[\s*["'][^"']*["']\s*\]|\$\(\s*["'][^"']*["']\s*\)/g, ''))
	);
}

/** A password, or a key in the query of an address. */
function hidesInAddress(text: string): boolean {
	if (/^=?\s*https?:\/\/[^/?#\s@{]+:[^/?#\s@]+@/i.test(text)) return true;
	return [...text.matchAll(/[?&]([^=&#]{1,60})=([^&#{]{4,})/g)].some(([, name = '']) => isSecretField(name));
}

const isSecretField = (name: string): boolean => secretName.test(name) || /^(?:key|code)$/i.test(name);

/** An address without its password, and without the fields of its query that are secrets: a credential takes their place. */
function withoutSecrets(text: string): string {
	let rest = text.replace(/^(=?\s*https?:\/\/)[^/?#\s@{]+:[^/?#\s@]+@/i, '$1');
	for (let left = maxSecrets; left > 0; left -= 1) {
		const before = rest;
		rest = rest.replace(/([?&])([^=&#]{1,60})=[^&#{]{4,}?(&|(?=#)|$)/g, (pair, begin: string, name: string, end: string) => {
			if (!isSecretField(name)) return pair;
			return begin === '?' && end === '&' ? begin : begin === '&' ? end : '';
		});
		if (rest === before) break;
	}
	return rest;
}
