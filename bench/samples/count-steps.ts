/**
 * How many characters a piece of work looks at, counted where it looks: at what regular expressions pass over, and at characters and pieces that
 * are asked for one by one. It says nothing of backtracking inside one expression; the linter's rules for those do.
 */
export function countSteps(work: () => void): number {
	let steps = 0;
	const restore = [
		replace(
			RegExp.prototype,
			'exec',
			(original) =>
				function (this: RegExp, text: string) {
					const from = this.global || this.sticky ? this.lastIndex : 0;
					const found = original.call(this, text) as RegExpExecArray | null;
					if (found) steps += found.index - from + found[0].length + 1;
					else steps += this.sticky ? 1 : Math.max(1, text.length - from);
					return found;
				},
		),
		...(['charCodeAt', 'codePointAt', 'charAt'] as const).map((name) =>
			replace(String.prototype, name, (original) => {
				return function (this: string, at: number): unknown {
					steps++;
					return original.call(this, at);
				};
			}),
		),
		...(['indexOf', 'lastIndexOf'] as const).map((name) =>
			replace(String.prototype, name, (original) => {
				return function (this: string, ...parameters: [string, number?]): unknown {
					const found = original.apply(this, parameters) as number;
					const end = name === 'indexOf' ? this.length : 0;
					const from = parameters[1] ?? this.length - end;
					steps += Math.abs((found < 0 ? end : found) - from) + 1;
					return found;
				};
			}),
		),
		...(['includes', 'toLowerCase', 'toUpperCase', 'normalize', 'split', 'trim', 'trimEnd'] as const).map((name) =>
			replace(String.prototype, name, (original) => {
				return function (this: string, ...parameters: unknown[]): unknown {
					steps += this.length + 1;
					return original.apply(this, parameters);
				};
			}),
		),
	];
	try {
		work();
	} finally {
		restore.forEach((undo) => undo());
	}
	return steps;
}

type Method = (this: unknown, ...parameters: unknown[]) => unknown;

/** Puts another method in an own one's place; the result takes it back. */
function replace<Owner extends object>(
	owner: Owner,
	name: keyof Owner,
	wrap: (original: Method) => (this: never, ...parameters: never[]) => unknown,
): () => void {
	const original = owner[name] as Method;
	const put = (value: unknown): void => void Object.defineProperty(owner, name, { value, configurable: true, writable: true });
	put(wrap(original));
	return () => put(original);
}
