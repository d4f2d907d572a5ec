import type { ZeebeVersion } from '../zeebe-version';

const reserved = new Set(['null', 'true', 'false', 'function', 'in', 'return', 'then', 'else', 'satisfies', 'and', 'or']);
const identifier = /[\p{L}\p{Nl}\p{Sc}\p{Pc}][\p{L}\p{Nl}\p{Sc}\p{Pc}\p{Nd}\p{Mn}\p{Mc}]*/uy;
/** White space and comments between words. A comment without an end is not a comment. */
const blank =
	/(?:[\t\n\v\f\r \u0085\u00a0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]|\/\/[^\n]*(?:\n|$)|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)*/y;
const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', s: ' ', "'": "'", '"': '"' };

export class Scanner {
	#at = 0;
	#farthest = 0;

	constructor(private readonly text: string) {}

	protected attempt<T>(rule: () => T | undefined): T | undefined {
		const from = this.#at;
		const found = rule();
		if (found === undefined) this.#at = from;
		return found;
	}

	/** One or more, with commas between them; what follows a comma in vain is left. */
	protected separated<T>(rule: () => T | undefined): T[] | undefined {
		const first = this.attempt(rule);
		if (first === undefined) return undefined;
		const items = [first];
		for (;;) {
			const next = this.attempt(() => (this.take(',') ? rule() : undefined));
			if (next === undefined) return items;
			items.push(next);
		}
	}

	/** Operands with operators between them, joined from the left. */
	protected joined<Operand extends object, Operator>(
		operator: () => Operator | undefined,
		rule: () => Operand | undefined,
		join: (left: Operand, operator: Operator, right: Operand) => Operand,
	): Operand | undefined {
		let left = rule();
		for (let next = left; next;) {
			const base = (left = next);
			next = this.attempt(() => {
				const sign = operator();
				const right = sign && rule();
				return right && join(base, sign, right);
			});
		}
		return left;
	}

	protected take(literal: string): boolean {
		const from = this.#at;
		this.#skipBlank();
		if (this.text.startsWith(literal, this.#at)) {
			this.#at += literal.length;
			return true;
		}
		this.#at = from;
		return false;
	}

	protected takeOne<T extends string>(...literals: T[]): T | undefined {
		return literals.find((literal) => this.take(literal));
	}

	/** @param pattern sticky */
	protected match(pattern: RegExp): string | undefined {
		const from = this.#at;
		this.#skipBlank();
		const found = this.#matchHere(pattern);
		if (found === undefined) this.#at = from;
		return found;
	}

	protected matchWith(find: (text: string, at: number) => string | undefined): string | undefined {
		const from = this.#at;
		this.#skipBlank();
		const found = find(this.text, this.#at);
		this.#at = found === undefined ? from : this.#at + found.length;
		return found;
	}

	protected atEnd(): boolean {
		this.#skipBlank();
		return this.#at === this.text.length;
	}

	protected describeFailure(): string {
		const rest = this.text.slice(this.#farthest, this.#farthest + 20);
		return rest === '' ? 'it ends too early' : `unexpected "${rest}" at position ${this.#farthest + 1}`;
	}

	protected get farthest(): number {
		return this.#farthest;
	}

	protected name(): string | undefined {
		return this.#identifier() ?? this.match(/`[^`]+`/y)?.slice(1, -1);
	}

	protected propertyName(): string | undefined {
		return this.takeOne('time offset') ?? this.name();
	}

	protected qualifiedName(): string[] | undefined {
		const first = this.propertyName();
		if (first === undefined) return undefined;
		const names = [first];
		for (;;) {
			const next = this.attempt(() => (this.take('.') ? this.propertyName() : undefined));
			if (next === undefined) return names;
			names.push(next);
		}
	}

	protected spacedName(): string | undefined {
		return this.attempt(() => {
			let name = this.#identifier();
			let words = 1;
			for (; name !== undefined; words++) {
				const more: string | undefined = this.attempt(() => {
					const spaces = this.#matchHere(/ +/y);
					const word = spaces && this.#identifierHere();
					return word && spaces + word;
				});
				if (more === undefined) break;
				name += more;
			}
			return words > 1 ? name : undefined;
		});
	}

	protected parameterName(): string | undefined {
		return this.spacedName() ?? this.name();
	}

	protected contextKey(): string | undefined {
		return this.match(/[^"{}:,[\]`]+/y)?.trim() ?? this.parameterName() ?? this.quoted();
	}

	protected quoted(): string | undefined {
		return this.match(/"(?:\\[^]|[^"\\])*"/y)?.slice(1, -1);
	}

	#identifier(): string | undefined {
		return this.attempt(() => {
			this.#skipBlank();
			return this.#identifierHere();
		});
	}

	#identifierHere(): string | undefined {
		return this.attempt(() => {
			const name = this.#matchHere(identifier);
			return name === undefined || reserved.has(name) ? undefined : name;
		});
	}

	#matchHere(pattern: RegExp): string | undefined {
		pattern.lastIndex = this.#at;
		const found = pattern.exec(this.text)?.[0];
		if (found !== undefined) this.#at += found.length;
		return found;
	}

	#skipBlank(): void {
		blank.lastIndex = this.#at;
		blank.exec(this.text);
		this.#at = blank.lastIndex;
		this.#farthest = Math.max(this.#farthest, this.#at);
	}
}

/** The text that the escapes in it stand for; other backslashes stand for themselves. Since 8.8 two backslashes are one, and `\\s` is not a blank. */
export function readString(raw: string, version: ZeebeVersion): string {
	if (!raw.includes('\\')) return raw;
	const escaped = version === '8.6' ? /\\([nrtbfs'"])/g : /(?<!\\)\\([nrtbf'"])/g;
	const text = raw.replaceAll(escaped, (_, letter: string) => escapes[letter]!);
	return version === '8.6' ? text : text.replaceAll('\\\\', '\\');
}
