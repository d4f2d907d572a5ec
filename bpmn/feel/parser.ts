import { FeelSyntaxError, type Comparator, type Node, type RangeNode } from './syntax';
import { TerminalParser } from './terminal-parser';
import type { ZeebeVersion } from '../zeebe-version';

const deepest = 200;
const operators = ['<=', '>=', '<', '>', '!=', '='] as const;

/**
 * Reads as feel-scala does: DMN's grammar, with names quoted by backticks and keywords known by their place. Each rule gives a node, or undefined and
 * leaves the place as it was. @throws FeelSyntaxError
 */
export function parseExpression(text: string, version: ZeebeVersion = '8.6'): Node {
	return new Parser(text, version).parse();
}

/** @throws FeelSyntaxError */
export function parseUnaryTests(text: string, version: ZeebeVersion = '8.6'): Node {
	return new Parser(text, version).parseTests();
}

class Parser extends TerminalParser {
	#depth = 0;

	parse(): Node {
		const node = this.expression();
		if (node === undefined || !this.atEnd()) throw new FeelSyntaxError(this.describeFailure(), this.farthest);
		return node;
	}

	parseTests(): Node {
		const node = this.#anyOrNot() ?? this.#unaryTests();
		if (node === undefined || !this.atEnd()) throw new FeelSyntaxError(this.describeFailure());
		return node;
	}

	#anyOrNot(): Node | undefined {
		if (this.attempt(() => (this.take('-') && this.atEnd() ? true : undefined))) return { kind: 'constant', value: true };
		return this.attempt(() => {
			const tests = this.take('not') && this.take('(') ? this.#unaryTests() : undefined;
			return tests && this.take(')') ? { kind: 'not', operand: tests } : undefined;
		});
	}

	protected expression(): Node | undefined {
		this.countStep();
		if (++this.#depth > deepest) throw new FeelSyntaxError(`it is nested more than ${deepest} levels deep`);
		const node = this.#conditional() ?? this.#loop() ?? this.#disjunction();
		this.#depth--;
		return node;
	}

	#conditional(): Node | undefined {
		return this.attempt(() => {
			const condition = this.take('if') ? this.expression() : undefined;
			const then = condition && this.take('then') ? this.expression() : undefined;
			const otherwise = then && this.take('else') ? this.expression() : undefined;
			return condition && then && otherwise && { kind: 'if', condition, then, otherwise };
		});
	}

	#loop(): Node | undefined {
		const kinds = [['for', 'return'] as const, ['some', 'satisfies'] as const, ['every', 'satisfies'] as const];
		for (const [kind, keyword] of kinds) {
			const node = this.attempt((): Node | undefined => {
				const iterators = this.take(kind) ? this.separated(() => this.#iterator()) : undefined;
				const body = iterators && this.take(keyword) ? this.expression() : undefined;
				return iterators && body && { kind, iterators, body };
			});
			if (node) return node;
		}
		return undefined;
	}

	#iterator(): [string, Node] | undefined {
		const name = this.name();
		if (name === undefined || !this.take('in')) return undefined;
		const list = this.#sequence() ?? this.#value();
		return list && [name, list];
	}

	#sequence(): Node | undefined {
		return this.attempt(() => {
			const start = this.#additive();
			const end = start && this.take('..') ? this.#additive() : undefined;
			return start && end && { kind: 'sequence', start, end };
		});
	}

	#disjunction(): Node | undefined {
		return this.#chain('or', () => this.#chain('and', () => this.#comparison()));
	}

	#chain(kind: 'and' | 'or', rule: () => Node | undefined): Node | undefined {
		let left = rule();
		for (let right: Node | undefined; left; left = { kind, operands: [left, right] }) {
			right = this.attempt(() => (this.take(kind) ? rule() : undefined));
			if (!right) break;
		}
		return left;
	}

	#comparison(): Node | undefined {
		const left = this.#additive();
		if (!left) return this.#simpleUnaryTest();
		return this.#binary(left) ?? this.#between(left) ?? this.#instanceOf(left) ?? this.#in(left) ?? left;
	}

	#binary(left: Node): Node | undefined {
		return this.attempt(() => {
			const operator = operators.find((candidate) => this.take(candidate));
			const right = operator && this.#additive();
			if (!right) return undefined;
			if (operator !== '!=') return { kind: 'comparison', operator, left, right };
			return { kind: 'not', operand: { kind: 'comparison', operator: '=', left, right } };
		});
	}

	#between(value: Node): Node | undefined {
		return this.attempt(() => {
			const from = this.take('between') ? this.#additive() : undefined;
			const to = from && this.take('and') ? this.#additive() : undefined;
			if (!from || !to) return undefined;
			const compare = (operator: Comparator, right: Node): Node => ({ kind: 'comparison', operator, left: value, right });
			return { kind: 'and', operands: [compare('>=', from), compare('<=', to)] };
		});
	}

	#instanceOf(value: Node): Node | undefined {
		return this.attempt(() => {
			if (!this.take('instance') || !this.take('of')) return undefined;
			const type =
				this.takeOne('years and months duration', 'days and time duration', 'date and time', 'function') ?? this.qualifiedName()?.join('.');
			return type === undefined ? undefined : { kind: 'instance of', value, type };
		});
	}

	#in(value: Node): Node | undefined {
		return this.attempt(() => {
			if (!this.take('in')) return undefined;
			const test = this.attempt(() => {
				const tests = this.take('(') ? this.#unaryTests() : undefined;
				return tests && this.take(')') ? tests : undefined;
			});
			const given = test ?? this.#unaryTest();
			return given && { kind: 'in', value, test: given };
		});
	}

	#additive(): Node | undefined {
		return this.#arithmetic(['+', '-'], () => this.#arithmetic(['*', '/'], () => this.#arithmetic(['**'], () => this.#negation())));
	}

	#arithmetic(signs: Array<'+' | '-' | '*' | '/' | '**'>, rule: () => Node | undefined): Node | undefined {
		const join = (left: Node, operator: (typeof signs)[number], right: Node): Node => ({ kind: 'arithmetic', operator, left, right });
		return this.joined(() => this.takeOne(...signs), rule, join);
	}

	#negation(): Node | undefined {
		return this.attempt(() => {
			if (!this.take('-')) return this.#value();
			const operand = this.#value();
			return operand && { kind: 'negation', operand };
		});
	}

	#value(): Node | undefined {
		let base = this.terminal();
		for (let next = base; next;) {
			base = next;
			next = this.#path(base) ?? this.#filter(base);
		}
		return base;
	}

	#path(base: Node): Node | undefined {
		return this.attempt(() => {
			const name = this.take('.') ? this.propertyName() : undefined;
			return name === undefined ? undefined : { kind: 'path', base, name };
		});
	}

	#filter(base: Node): Node | undefined {
		return this.attempt(() => {
			const condition = this.take('[') ? this.expression() : undefined;
			return condition && this.take(']') ? { kind: 'filter', base, condition } : undefined;
		});
	}

	#unaryTests(): Node | undefined {
		const tests = this.separated(() => this.#unaryTest());
		return tests && (tests.length === 1 ? tests[0]! : { kind: 'or', operands: tests });
	}

	#unaryTest(): Node | undefined {
		const simple = this.#lastBoolean() ?? this.#simpleUnaryTest();
		if (simple) return simple;
		const expression = this.expression();
		return expression && { kind: 'input test', expression };
	}

	/** A boolean that ends the text is compared with the input. Elsewhere it is a result, and `true` holds for every input (recorded from 8.6). */
	#lastBoolean(): Node | undefined {
		return this.attempt(() => {
			const word = this.takeOne('true', 'false');
			if (word === undefined || !this.atEnd()) return undefined;
			return { kind: 'input comparison', operator: '=', operand: { kind: 'constant', value: word === 'true' } };
		});
	}

	#simpleUnaryTest(): Node | undefined {
		const comparison = this.attempt((): Node | undefined => {
			const operator = this.takeOne('<=', '>=', '<', '>');
			const operand = operator && this.#additive();
			return operand && { kind: 'input comparison', operator, operand };
		});
		if (comparison) return comparison;
		const range = this.range();
		return range && { kind: 'input in range', range };
	}

	protected range(): RangeNode | undefined {
		return this.attempt(() => {
			const open = this.takeOne('(', ']', '[');
			const start = open && this.#additive();
			const end = start && this.take('..') ? this.#additive() : undefined;
			const close = end && this.takeOne(')', '[', ']');
			return start && end && close && { kind: 'range', start, startClosed: open === '[', end, endClosed: close === ']' };
		});
	}
}
