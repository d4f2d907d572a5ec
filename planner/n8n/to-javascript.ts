import { parseExpression } from '../../bpmn/feel/parser';
import type { Comparator, Node, Parameters } from '../../bpmn/feel/syntax';

/** An expression has no equal in n8n. The message says which part. */
export class NoJavaScript extends Error {}

/**
 * Translates FEEL into JavaScript for an expression of n8n, in which variables are fields of `scope`, such as `$json`.
 * @throws NoJavaScript for what has no equal, and FeelSyntaxError
 */
export function toJavaScript(feel: string, scope = '$json'): string {
	return new Writer(scope).write(parseExpression(feel.trim().replace(/^=/, '')));
}

const comparators: Record<Comparator, string> = { '=': '===', '<': '<', '<=': '<=', '>': '>', '>=': '>=' };

/** Functions with the same result, by their parameters in order. */
const functions: Record<string, (...parameters: string[]) => string> = {
	not: (one) => `!(${one})`,
	contains: (text, part) => `String(${text}).includes(${part})`,
	'starts with': (text, part) => `String(${text}).startsWith(${part})`,
	'ends with': (text, part) => `String(${text}).endsWith(${part})`,
	'lower case': (text) => `String(${text}).toLowerCase()`,
	'upper case': (text) => `String(${text}).toUpperCase()`,
	'string length': (text) => `[...String(${text})].length`,
	string: (one) => `String(${one})`,
	number: (one) => `Number(${one})`,
	count: (list) => `${list}.length`,
	'list contains': (list, one) => `${list}.includes(${one})`,
	'is defined': (one) => `(${one} ?? null) !== null`,
	'is empty': (list) => `${list}.length === 0`,
	now: () => '$now.toISO()',
	today: () => '$today.toISODate()',
};

class Writer {
	constructor(private readonly scope: string) {}

	write(node: Node): string {
		switch (node.kind) {
			case 'constant':
				return this.#constant(node.value);
			case 'reference':
				return this.#reach(this.scope, node.names);
			case 'path':
				return this.#reach(this.write(node.base), [node.name]);
			case 'list':
				return `[${node.items.map((item) => this.write(item)).join(', ')}]`;
			case 'context':
				return `({ ${node.entries.map(([name, value]) => `${JSON.stringify(name)}: ${this.write(value)}`).join(', ')} })`;
			case 'comparison':
				return this.#compare(node.operator, node.left, node.right);
			case 'arithmetic':
				return `(${this.write(node.left)} ${node.operator} ${this.write(node.right)})`;
			case 'negation':
				return `-(${this.write(node.operand)})`;
			case 'not':
				return `!(${this.write(node.operand)})`;
			case 'and':
			case 'or':
				return `(${node.operands.map((one) => this.write(one)).join(node.kind === 'and' ? ' && ' : ' || ')})`;
			case 'if':
				return `(${this.write(node.condition)} ? ${this.write(node.then)} : ${this.write(node.otherwise)})`;
			case 'call':
				return this.#call(node.name, node.parameters);
			case 'in':
				return this.#test(this.write(node.value), node.test);
			default:
				throw new NoJavaScript(`"${node.kind}" of FEEL has no equal in an expression of n8n`);
		}
	}

	#constant(value: unknown): string {
		if (value === null || ['string', 'boolean'].includes(typeof value)) return JSON.stringify(value);
		if (typeof value === 'number') return String(value);
		throw new NoJavaScript('a date, a duration or a number of more than 15 digits has no equal in an expression of n8n');
	}

	/** A missing value is null, as in FEEL, and no error. */
	#reach(base: string, names: readonly string[]): string {
		return names.reduce(
			(path, name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? `${path}?.${name}` : `${path}?.[${JSON.stringify(name)}]`),
			base,
		);
	}

	#compare(operator: Comparator, left: Node, right: Node): string {
		const hasNull = [left, right].some((node) => node.kind === 'constant' && node.value === null);
		return `(${this.write(left)} ${hasNull ? '==' : comparators[operator]} ${this.write(right)})`;
	}

	#call(name: string, parameters: Parameters): string {
		const write = Object.hasOwn(functions, name) ? functions[name] : undefined;
		if (!write || !('positional' in parameters)) throw new NoJavaScript(`the function "${name}" has no equal in an expression of n8n`);
		return write(...parameters.positional.map((one) => this.write(one)));
	}

	#test(value: string, test: Node): string {
		switch (test.kind) {
			case 'or':
				return `(${test.operands.map((one) => this.#test(value, one)).join(' || ')})`;
			case 'input test':
				return test.expression.kind === 'list'
					? `${this.write(test.expression)}.includes(${value})`
					: `(${value} === ${this.write(test.expression)})`;
			case 'input comparison':
				return `(${value} ${comparators[test.operator]} ${this.write(test.operand)})`;
			case 'input in range': {
				const { start, startClosed, end, endClosed } = test.range;
				return `(${value} ${startClosed ? '>=' : '>'} ${this.write(start)} && ${value} ${endClosed ? '<=' : '<'} ${this.write(end)})`;
			}
			default:
				throw new NoJavaScript(`"${test.kind}" of FEEL has no equal in an expression of n8n`);
		}
	}
}
