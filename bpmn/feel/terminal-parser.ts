import { FeelSyntaxError, type Node, type Parameters, type RangeNode } from './syntax';
import { parseNumber } from './numbers';
import { readString, Scanner } from './scanner';
import type { ZeebeVersion } from '../zeebe-version';
import { temporalLiteral } from './temporal-texts';

const maxSteps = 200_000;

/** Reads the parts of an expression that operators join: literals, names, calls, lists, contexts and functions. */
export abstract class TerminalParser extends Scanner {
	#steps = 0;

	constructor(
		text: string,
		private readonly version: ZeebeVersion,
	) {
		super(text);
	}

	protected abstract expression(): Node | undefined;
	protected abstract range(): RangeNode | undefined;

	/** @throws FeelSyntaxError */
	protected countStep(): void {
		if (++this.#steps > maxSteps) throw new FeelSyntaxError('it is too complex');
	}

	protected terminal(): Node | undefined {
		this.countStep();
		return (
			this.#temporal() ??
			this.#call() ??
			this.#reference() ??
			this.#literal() ??
			(this.take('?') ? { kind: 'input' } : undefined) ??
			this.#functionDefinition() ??
			this.attempt(() => {
				const inner = this.take('(') ? this.expression() : undefined;
				return inner && this.take(')') ? inner : undefined;
			})
		);
	}

	#temporal(): Node | undefined {
		return this.attempt(() => {
			const kind = this.takeOne('@', 'duration', 'date and time', 'date', 'time');
			if (kind === undefined || (kind !== '@' && !this.take('('))) return undefined;
			const text = this.quoted();
			if (text === undefined || (kind !== '@' && !this.take(')'))) return undefined;
			return { kind: 'constant', value: temporalLiteral(kind, text) };
		});
	}

	#call(): Node | undefined {
		return this.attempt((): Node | undefined => {
			const spaced = this.spacedName() ?? this.takeOne('and', 'or', 'date and time', 'years and months duration', 'get or else');
			const names = spaced === undefined ? this.qualifiedName() : [spaced];
			if (!names || !this.take('(')) return undefined;
			const parameters = this.#parameters();
			if (!this.take(')')) return undefined;
			const name = names.at(-1)!;
			return names.length === 1 ? { kind: 'call', name, parameters } : { kind: 'method', path: names.slice(0, -1), name, parameters };
		});
	}

	#parameters(): Parameters {
		const named = this.separated((): [string, Node] | undefined => {
			const name = this.parameterName();
			const value = name !== undefined && this.take(':') ? (this.range() ?? this.expression()) : undefined;
			return value && [name!, value];
		});
		if (named) return { named: new Map(named) };
		return { positional: this.separated(() => this.range() ?? this.expression()) ?? [] };
	}

	#reference(): Node | undefined {
		const names = this.qualifiedName();
		return names && { kind: 'reference', names };
	}

	#literal(): Node | undefined {
		const word = this.takeOne('null', 'true', 'false');
		if (word) return { kind: 'constant', value: word === 'null' ? null : word === 'true' };
		const text = this.quoted();
		if (text !== undefined) return { kind: 'constant', value: readString(text, this.version) };
		const digits = this.match(/-?(?:\d+(?:\.\d+)?|\.\d+)/y);
		if (digits !== undefined) return { kind: 'constant', value: parseNumber(digits) };
		return this.#list() ?? this.#context();
	}

	#list(): Node | undefined {
		return this.attempt(() => {
			if (!this.take('[')) return undefined;
			const items = this.separated(() => this.expression()) ?? [];
			return this.take(']') ? { kind: 'list', items } : undefined;
		});
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

	#functionDefinition(): Node | undefined {
		return this.attempt(() => {
			if (!this.take('function') || !this.take('(')) return undefined;
			const parameters = this.separated(() => this.parameterName()) ?? [];
			const body = this.take(')') ? this.expression() : undefined;
			return body && { kind: 'function', parameters, body };
		});
	}
}
