import { parseNumber } from '../numbers';
import type { Comparator, Node } from './syntax';
import { parseTemporal } from './temporal-texts';
import { readText, Tokens } from './tokens';

export const comparators: Comparator[] = ['<=', '>=', '!=', '<', '>', '='];

/** Parses operands: literals, ranges, lists, contexts, names and expressions in parentheses. */
export abstract class Operands extends Tokens {
	protected abstract expression(): Node | undefined;
	/** An expression without comparisons. */
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

	/** Parses a parenthesis: an expression, a range with both ends or with one, or one that begins with an outward bracket. */
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
