import { parseNumber } from '../numbers';
import { Scanner } from '../scanner';
import { normalizeName } from './name-table';
import type { NameTable } from './name-table';
import type { Comparator, Node, TypeNode } from './syntax';
import { parseTemporal } from './temporal-texts';

/** The words of standard FEEL: names, keywords, types. */
class Tokens extends Scanner {
	constructor(
		text: string,
		private readonly names: NameTable,
	) {
		super(text);
	}

	protected keyword(word: string): boolean {
		return this.match(new RegExp(String.raw`${word}(?![\p{L}\p{N}_$])`, 'uy')) !== undefined;
	}

	protected operator<T extends string>(signs: T[]): T | undefined {
		return this.attempt(() => {
			const sign = this.match(/\*\*|\.\.|[-+*/.]/y) as T | undefined;
			return sign !== undefined && signs.includes(sign) ? sign : undefined;
		});
	}

	protected override name(): string | undefined {
		const name = this.matchWith((text, at) => this.names.matchAt(text, at));
		return name === undefined ? undefined : normalizeName(name);
	}

	protected freeName(): string | undefined {
		const name = this.match(/[?\p{L}_$\p{Sc}\p{Extended_Pictographic}][^,:(){}[\]"]*?(?=\s+in\s|\s*[,:)])/uy);
		return name === undefined ? undefined : this.#define(name);
	}

	protected argumentName(): string | undefined {
		const name = this.match(/[?\p{L}_$\p{Sc}\p{Extended_Pictographic}][^,:(){}[\]"]*?(?=\s*:)/uy);
		return name === undefined ? undefined : normalizeName(name);
	}

	protected override contextKey(): string | undefined {
		const text = this.quoted();
		if (text !== undefined) return this.#define(readText(text));
		const key = this.match(/[^"{}:,[\]]+(?=:)/y);
		return key === undefined ? undefined : this.#define(key);
	}

	#define(name: string): string {
		const normalized = normalizeName(name);
		this.names.add(normalized);
		return normalized;
	}

	/** DMN 1.5, grammar rules 52 and 53. */
	protected type(): TypeNode | undefined {
		return this.attempt((): TypeNode | undefined => {
			const generic = this.match(/(?:list|range|context|function)\s*(?=<)/y)?.trim();
			if (generic === undefined) return this.#namedType();
			this.take('<');
			if (generic === 'context') {
				const entries = this.separated(() => this.#typeEntry()) ?? [];
				return this.take('>') ? { kind: 'context', entries } : undefined;
			}
			if (generic === 'function') {
				const parameters = this.separated(() => this.type()) ?? [];
				const result = this.take('>') && this.take('->') ? this.type() : undefined;
				return result && { kind: 'function', parameters, result };
			}
			const item = this.type();
			return item && this.take('>') ? { kind: generic as 'list' | 'range', item } : undefined;
		});
	}

	#typeEntry(): [string, TypeNode] | undefined {
		const name = this.freeName();
		const type = name !== undefined && this.take(':') ? this.type() : undefined;
		return type && [name!, type];
	}

	#namedType(): TypeNode | undefined {
		const words = [
			'years and months duration',
			'days and time duration',
			'day and time duration',
			'year and month duration',
			'date and time',
		];
		const builtIn = words.find((word) => this.match(new RegExp(word.replaceAll(' ', String.raw`\s+`), 'y')) !== undefined);
		if (builtIn !== undefined) return { kind: 'named', name: builtIn };
		if (this.keyword('function')) return { kind: 'named', name: 'function' };
		const names = this.qualifiedName();
		return names && { kind: 'named', name: names.join('.') };
	}
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', "'": "'", '"': '"', '\\': '\\' };

function readText(raw: string): string {
	if (!raw.includes('\\')) return raw;
	return raw.replaceAll(
		/\\(?:u([\dA-Fa-f]{4})|U([\dA-Fa-f]{6})|([nrtbf'"\\]))/g,
		(whole, short?: string, long?: string, letter?: string) => {
			if (letter !== undefined) return escapes[letter]!;
			const code = Number.parseInt(short ?? long!, 16);
			return code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
		},
	);
}

export const comparators: Comparator[] = ['<=', '>=', '!=', '<', '>', '='];

/** Parses operands: literals, ranges, lists, contexts, names and expressions in parentheses. */
export abstract class Operands extends Tokens {
	protected abstract expression(): Node | undefined;
	protected abstract additive(): Node | undefined;

	protected openRange(): Node | undefined {
		return this.attempt(() => {
			const operator = this.takeOne(...comparators);
			const operand = operator && this.additive();
			return operand && { kind: 'open range', operator, operand };
		});
	}

	protected primary(): Node | undefined {
		return this.#literal() ?? this.#enclosed() ?? this.#list() ?? this.#context() ?? this.#reference();
	}

	#literal(): Node | undefined {
		const word = (['null', 'true', 'false'] as const).find((candidate) => this.keyword(candidate));
		if (word) return { kind: 'constant', value: word === 'null' ? null : word === 'true' };
		const text = this.quoted();
		if (text !== undefined) return { kind: 'constant', value: readText(text) };
		const digits = this.match(/(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y);
		if (digits !== undefined) return { kind: 'constant', value: parseNumber(digits) ?? null };
		return this.attempt(() => {
			const moment = this.take('@') ? this.quoted() : undefined;
			return moment === undefined ? undefined : { kind: 'constant', value: parseTemporal(readText(moment)) ?? null };
		});
	}

	#enclosed(): Node | undefined {
		return this.attempt(() => {
			const opening = this.takeOne('(', ']');
			if (opening === undefined) return undefined;
			const open = opening === '(' ? this.openRange() : undefined;
			if (open) return this.take(')') ? open : undefined;
			const start = this.expression();
			if (!start) return undefined;
			return opening === '(' && this.take(')') ? start : this.#rangeFrom(start, false);
		});
	}

	#rangeFrom(start: Node, startClosed: boolean): Node | undefined {
		const end = this.take('..') ? this.expression() : undefined;
		const closing = end && this.takeOne(')', '[', ']');
		return end && closing && { kind: 'range', start, startClosed, end, endClosed: closing === ']' };
	}

	#list(): Node | undefined {
		return this.attempt(() => {
			if (!this.take('[')) return undefined;
			const first = this.#listItem();
			if (first && first.kind !== 'open range') {
				const range = this.attempt(() => this.#rangeFrom(first, true));
				if (range) return range;
			}
			const rest = first && this.take(',') ? this.separated(() => this.#listItem()) : [];
			return rest && this.take(']') ? { kind: 'list', items: first ? [first, ...rest] : [] } : undefined;
		});
	}

	#listItem(): Node | undefined {
		return this.openRange() ?? this.expression();
	}

	#context(): Node | undefined {
		return this.attempt(() => {
			if (!this.take('{')) return undefined;
			const entries = this.separated((): [string, Node] | undefined => {
				const key = this.contextKey();
				const value = key !== undefined && this.take(':') ? this.expression() : undefined;
				return value && [key!, value];
			});
			return this.take('}') ? { kind: 'context', entries: entries ?? [] } : undefined;
		});
	}

	#reference(): Node | undefined {
		const name = this.name();
		return name === undefined ? undefined : { kind: 'name', name };
	}
}
