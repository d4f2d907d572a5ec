import { findAlikePart } from '../../../core/base/text/alike-part';
import { parseJson } from '../../../core/base/text/json/lossless-json';

/** Shorter names occur by chance in foreign data: they are compared only with owner variables and correlation keys. */
const shortestMention = 7;
export const ownerVariables = ['personId', 'person', 'conversationId'] as const;

const maxDepth = 20;

export class PersonNames {
	readonly all: readonly string[];
	/** Each mention contains one, as JSON and `lower` of SQLite write it. */
	readonly needles: readonly string[];
	readonly #exact: ReadonlySet<string>;
	readonly #mention: RegExp | undefined;

	constructor(names: readonly string[]) {
		this.all = [...new Set(names.filter((name) => name !== ''))];
		this.#exact = new Set(this.all.map(normalize));
		const long = [...this.#exact].filter(({ length }) => length >= shortestMention).map((name) => JSON.stringify(name).slice(1, -1));
		const parts = [...new Set(long.map(findAlikePart))];
		this.needles = parts.filter((part) => !parts.some((other) => other !== part && part.includes(other)));
		if (this.needles.length > 0) this.#mention = new RegExp(`(?<![\\p{L}\\d])(?:${long.map(escape).join('|')})(?![\\p{L}\\d])`, 'iu');
	}

	/** As a separate word. */
	isMentionedIn(text: string | null): boolean {
		return text !== null && this.#mention !== undefined && this.#mention.test(text);
	}

	/** The value, or a field of it, is a name of the person. A list can have many persons. */
	isNamedBy(variable: string, json: string): boolean {
		const isOwner = (ownerVariables as readonly string[]).includes(variable);
		if (!isOwner && !this.isMentionedIn(json)) return false;
		return this.#isIn(parseJson(json), isOwner ? 1 : shortestMention, maxDepth);
	}

	isName(text: string | null): boolean {
		return text !== null && this.#exact.has(normalize(text));
	}

	#isIn(value: unknown, shortest: number, depth: number): boolean {
		if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') {
			const name = normalize(String(value));
			return name.length >= shortest && this.#exact.has(name);
		}
		if (depth === 0 || typeof value !== 'object' || value === null || Array.isArray(value)) return false;
		return Object.values(value).some((field) => this.#isIn(field, shortest, depth - 1));
	}
}

/** Numbers are written with and without the plus sign. */
const normalize = (name: string): string => name.trim().toLowerCase().replace(/^\+/, '');

/** Node 20 has no RegExp.escape. */
const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
