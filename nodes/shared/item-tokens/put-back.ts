import { canonicalToken, parseToken, tokenShape } from '../../../core/base/text/masked-token';
import { isTokenLabel } from '../../../core/guardrails/personal-data/recognizers';

const maxLevels = 100;

/**
 * Puts values in place of tokens, in all texts of a JSON value. In a text that is JSON itself, a value is escaped.
 * @param values by canonical token @returns also a token without a value, if there is one
 */
export function putBack(value: unknown, values: ReadonlyMap<string, string>): { value: unknown; unknown?: string } {
	let unknown: string | undefined;
	const replace = (token: string, escape: (one: string) => string) => {
		const own = values.get(canonicalToken(token));
		if (own === undefined && isTokenLabel(parseToken(token).label)) unknown ??= token;
		return own === undefined ? token : escape(own);
	};
	const inText = (text: string) => {
		if (!text.includes('[')) return text;
		const escape = isJson(text) ? (one: string) => JSON.stringify(one).slice(1, -1) : (one: string) => one;
		return text.replace(tokenShape, (token) => replace(token, escape));
	};
	const map = (part: unknown, level: number): unknown => {
		if (typeof part === 'string') return inText(part);
		if (typeof part !== 'object' || part === null || level === maxLevels) return part;
		if (Array.isArray(part)) return part.map((each) => map(each, level + 1));
		if (!isPlain(part)) return part;
		return Object.fromEntries(Object.entries(part).map(([key, each]) => [inText(key), map(each, level + 1)]));
	};
	const read = map(value, 0);
	return { value: read, ...(unknown !== undefined && { unknown }) };
}

/** The prototype can be that of another realm, such as n8n's code. */
function isPlain(part: object): boolean {
	const prototype: unknown = Object.getPrototypeOf(part);
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Tells whether a text is a JSON object or list. */
export function isJson(text: string): boolean {
	if (!/^\s*[[{]/.test(text)) return false;
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}
