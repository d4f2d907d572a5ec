import { FeelSyntaxError } from '../syntax';
import type { NameTable } from './name-table';
import { comparators, Operands } from './operands';
import type { ArithmeticOperator, Iterator, Node, Parameter, Parameters } from './syntax';

const deepest = 200;
const maxSteps = 200_000;

/** @throws FeelSyntaxError with the position */
export const parseExpression = (text: string, names: NameTable): Node => new Parser(text, names).parse();

/** @throws FeelSyntaxError with the position */
export const parseUnaryTests = (text: string, names: NameTable): Node => new Parser(text, names).parseTests();

/** DMN 1.5, 10.3.1.2. Each rule gives a node, or undefined and leaves the place as it was. */
class Parser extends Operands {
	#depth = 0;
	#steps = 0;

	parse(): Node {
		return this.#whole(() => this.expression());
	}

	parseTests(): Node {
		return this.#whole(() => {
			if (this.attempt(() => (this.take('-') && this.atEnd() ? true : undefined))) return { kind: 'any' };
			const negated = this.attempt(() => {
				const tests = this.keyword('not') && this.take('(') ? this.#positiveTests() : undefined;
				return tests && this.take(')') && this.atEnd() ? tests : undefined;
			});
			if (negated) return { kind: 'tests', tests: negated, negated: true };
			const tests = this.#positiveTests();
			return tests && { kind: 'tests', tests, negated: false };
		});
	}

	#whole(rule: () => Node | undefined): Node {
		const node = rule();
		if (node === undefined || !this.atEnd()) throw new FeelSyntaxError(this.describeFailure());
		return node;
	}

	#positiveTests(): Node[] | undefined {
		return this.separated(() => this.#positiveTest());
	}

	#positiveTest(): Node | undefined {
		return this.openRange() ?? this.expression();
	}

	protected override expression(): Node | undefined {
		if (++this.#steps > maxSteps) throw new FeelSyntaxError('it is too complex');
		if (++this.#depth > deepest) throw new FeelSyntaxError(`it is nested more than ${deepest} levels deep`);
		const node = this.#conditional() ?? this.#loop() ?? this.#functionDefinition() ?? this.#disjunction();
		this.#depth--;
		return node;
	}

	#conditional(): Node | undefined {
		return this.attempt(() => {
			const condition = this.keyword('if') ? this.expression() : undefined;
			const then = condition && this.keyword('then') ? this.expression() : undefined;
			const otherwise = then && this.keyword('else') ? this.expression() : undefined;
			return condition && then && otherwise && { kind: 'if', condition, then, otherwise };
		});
	}

	#loop(): Node | undefined {
		return this.attempt(() => {
			const kind = (['for', 'some', 'every'] as const).find((word) => this.keyword(word));
			const iterators = kind && this.separated(() => this.#iterator());
			const body = iterators && this.keyword(kind === 'for' ? 'return' : 'satisfies') ? this.expression() : undefined;
			return iterators && body && { kind, iterators, body };
		});
	}

	#iterator(): Iterator | undefined {
		const name = this.freeName();
		if (name === undefined || !this.keyword('in')) return undefined;
		const list = this.expression();
		if (!list || !this.take('..')) return list && { name, list };
		const to = this.expression();
		return to && { name, list, to };
	}

	#functionDefinition(): Node | undefined {
		return this.attempt(() => {
			if (!this.keyword('function') || !this.take('(')) return undefined;
			const parameters = this.separated(() => this.#parameter()) ?? [];
			if (!this.take(')')) return undefined;
			// A function of another language is known, and gives null.
			const isExternal = this.keyword('external');
			const body = this.expression();
			return body && { kind: 'function', parameters, body: isExternal ? { kind: 'constant', value: null } : body };
		});
	}

	#parameter(): Parameter | undefined {
		const name = this.freeName();
		if (name === undefined) return undefined;
		const type = this.attempt(() => (this.take(':') ? this.type() : undefined));
		return { name, type };
	}

	#disjunction(): Node | undefined {
		return this.#chain('or', () => this.#chain('and', () => this.#comparison()));
	}

	#chain(kind: 'and' | 'or', rule: () => Node | undefined): Node | undefined {
		let left = rule();
		while (left) {
			const base: Node = left;
			const right = this.attempt(() => (this.keyword(kind) ? rule() : undefined));
			if (!right) break;
			left = { kind, left: base, right };
		}
		return left;
	}

	#comparison(): Node | undefined {
		let left = this.additive();
		while (left) {
			const next: Node | undefined = this.#binary(left) ?? this.#between(left) ?? this.#in(left);
			if (!next) break;
			left = next;
		}
		return left;
	}

	#binary(left: Node): Node | undefined {
		return this.attempt(() => {
			const operator = this.takeOne(...comparators);
			const right = operator && this.additive();
			return right && { kind: 'comparison', operator, left, right };
		});
	}

	#between(value: Node): Node | undefined {
		return this.attempt(() => {
			const from = this.keyword('between') ? this.additive() : undefined;
			const to = from && this.keyword('and') ? this.additive() : undefined;
			return from && to && { kind: 'between', value, from, to };
		});
	}

	#in(value: Node): Node | undefined {
		return this.attempt(() => {
			if (!this.keyword('in')) return undefined;
			const several = this.attempt(() => {
				const tests = this.take('(') ? this.#positiveTests() : undefined;
				return tests && this.take(')') ? tests : undefined;
			});
			const tests = several ?? [this.openRange() ?? this.additive()].filter((test) => test !== undefined);
			return tests.length === 0 ? undefined : { kind: 'in', value, tests: { kind: 'tests', tests, negated: false } };
		});
	}

	protected override additive(): Node | undefined {
		return this.#arithmetic(['+', '-'], () => this.#arithmetic(['*', '/'], () => this.#arithmetic(['**'], () => this.#negation())));
	}

	#arithmetic(signs: ArithmeticOperator[], rule: () => Node | undefined): Node | undefined {
		const join = (left: Node, operator: (typeof signs)[number], right: Node): Node => ({ kind: 'arithmetic', operator, left, right });
		return this.joined(() => this.operator(signs), rule, join);
	}

	#negation(): Node | undefined {
		return this.attempt(() => {
			if (!this.take('-')) return this.#instanceOf();
			if (++this.#depth > deepest) throw new FeelSyntaxError(`it is nested more than ${deepest} levels deep`);
			const operand = this.#negation();
			this.#depth--;
			return operand && { kind: 'negation', operand };
		});
	}

	#instanceOf(): Node | undefined {
		const value = this.#postfix();
		return (
			value &&
			(this.attempt(() => {
				const type = this.keyword('instance') && this.keyword('of') ? this.type() : undefined;
				return type && { kind: 'instance of', value, type };
			}) ??
				value)
		);
	}

	#postfix(): Node | undefined {
		let base = this.primary();
		for (let next = base; next;) {
			base = next;
			next = this.#path(base) ?? this.#call(base) ?? this.#filter(base);
		}
		return base;
	}

	#path(base: Node): Node | undefined {
		return this.attempt(() => {
			const name = this.operator(['.', '..']) === '.' ? this.name() : undefined;
			return name === undefined ? undefined : { kind: 'path', base, name };
		});
	}

	#call(callee: Node): Node | undefined {
		return this.attempt(() => {
			if (!this.take('(')) return undefined;
			const parameters = this.#parameters();
			return this.take(')') ? { kind: 'call', callee, parameters } : undefined;
		});
	}

	#parameters(): Parameters {
		const named = this.separated((): [string, Node] | undefined => {
			const name = this.argumentName();
			const value = name !== undefined && this.take(':') ? this.expression() : undefined;
			return value && [name!, value];
		});
		return named ? { named: new Map(named) } : { positional: this.separated(() => this.expression()) ?? [] };
	}

	#filter(base: Node): Node | undefined {
		return this.attempt(() => {
			const condition = this.take('[') ? this.expression() : undefined;
			return condition && this.take(']') ? { kind: 'filter', base, condition } : undefined;
		});
	}
}
