/** Two spellings of a name are the same when they differ in white space only. */
export const normalizeName = (name: string): string => name.replaceAll(/\s+/g, ' ').trim();

const namePart = String.raw`[\p{L}\p{N}_$\p{M}\p{Extended_Pictographic}]`;
/** DMN 1.5, 10.3.1.4, grammar rules 27 to 31. */
const nameStart = String.raw`[?\p{L}\p{Nl}_$\p{Sc}\p{Pc}\p{Extended_Pictographic}]`;
const word = new RegExp(String.raw`${nameStart}(?:[\p{L}\p{N}\p{M}\p{Sc}\p{Pc}\p{Extended_Pictographic}]|\u200d)*`, 'uy');
const ending = new RegExp(String.raw`(?!${namePart})`, 'uy');
const isPlain = new RegExp(String.raw`^${nameStart}[\p{L}\p{N}\p{M}\p{Sc}\p{Pc}]*$`, 'u');

const keywords = new Set(
	'if then else for in return some every satisfies and or between instance function external null true false'.split(' '),
);

/**
 * The names that expressions of a model can use. FEEL's names contain spaces and operators, such as `Monthly Payment` and `a-b`: which
 * characters belong to a name is known only from the names that there are.
 */
export class NameTable {
	/** Names with operators, keywords or spaces in them, by their first character, longest first. */
	readonly #odd = new Map<string, RegExp[]>();
	readonly #known = new Set<string>();

	constructor(names: Iterable<string> = []) {
		for (const name of names) this.add(name);
	}

	add(name: string): void {
		const normalized = normalizeName(name);
		if (normalized === '' || this.#known.has(normalized)) return;
		this.#known.add(normalized);
		if (isPlain.test(normalized) && !keywords.has(normalized)) return;
		const first = String.fromCodePoint(normalized.codePointAt(0)!);
		const patterns = [...(this.#odd.get(first) ?? []), toPattern(normalized)];
		this.#odd.set(
			first,
			patterns.sort((a, b) => b.source.length - a.source.length),
		);
	}

	/** The longest name at the place: a known one, or words with spaces between them that no keyword ends. */
	matchAt(text: string, at: number): string | undefined {
		const known = this.#matchKnown(text, at);
		const words = matchWords(text, at);
		return (known?.length ?? 0) >= (words?.length ?? 0) ? known : words;
	}

	#matchKnown(text: string, at: number): string | undefined {
		const code = text.codePointAt(at);
		if (code === undefined) return undefined;
		for (const pattern of this.#odd.get(String.fromCodePoint(code)) ?? []) {
			pattern.lastIndex = at;
			const match = pattern.exec(text)?.[0];
			ending.lastIndex = pattern.lastIndex;
			if (match !== undefined && ending.test(text)) return match;
		}
		return undefined;
	}
}

/** White space in a name is any white space, and there may be some around its operators. */
function toPattern(name: string): RegExp {
	const tokens = name.match(/[\p{L}\p{N}\p{M}_$?]+|\s+|[^\p{L}\p{N}\p{M}_$?\s]/gu)!;
	const parts = tokens.map((token) => (/^\s/.test(token) ? String.raw`\s+` : token.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)));
	return new RegExp(parts.join(''), 'uy');
}

function matchWords(text: string, at: number): string | undefined {
	let end = at;
	for (let from = at; ;) {
		word.lastIndex = from;
		const found = word.exec(text)?.[0];
		if (found === undefined || keywords.has(found)) break;
		end = from + found.length;
		const blank = /\s+/y;
		blank.lastIndex = end;
		const spaces = blank.exec(text)?.[0];
		if (spaces === undefined) break;
		from = end + spaces.length;
	}
	return end === at ? undefined : text.slice(at, end);
}
