import type { BinaryExpression, CallExpression, Expression, LogicalExpression, MemberExpression, Node, SpreadElement, Super } from 'acorn';
import { callFunction, callMethod, orElse } from './javascript-calls';
import { nameOf, readRoot, step } from './read-root';
import { type Data, NoFeel, textOf, type Written, writeText } from './written';

type Any = Expression | SpreadElement | Super | Node;

/** Translates an expression of n8n, as it was parsed, into FEEL. It reads data by `data`. @throws NoFeel for what has no equal */
export function javascriptToFeel(node: Any, data: Data): Written {
	return new Translator(data).write(node as Expression);
}

const comparators: Record<string, string> = { '===': '=', '==': '=', '!==': '!=', '!=': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' };
const maxDepth = 60;

class Translator {
	#depth = 0;
	/** Names in FEEL of the entries of lists that functions go through, by their names in JavaScript. */
	readonly #entries = new Map<string, string>();

	constructor(private readonly data: Data) {}

	write(node: Expression): Written {
		if (++this.#depth > maxDepth) throw new NoFeel('complex');
		try {
			return this.#write(node);
		} finally {
			this.#depth--;
		}
	}

	#write(node: Expression): Written {
		switch (node.type) {
			case 'ParenthesizedExpression':
			case 'ChainExpression':
				return this.write(node.expression);
			case 'Literal':
				return this.#literal(node.value);
			case 'TemplateLiteral': {
				const parts = node.quasis.flatMap(({ value }, at) => [
					writeText(value.cooked ?? ''),
					...(node.expressions[at] ? [textOf(this.write(node.expressions[at]))] : []),
				]);
				return { feel: joinTexts(parts), type: 'text' };
			}
			case 'Identifier':
				return this.#identifier(node.name);
			case 'MemberExpression':
				return this.#member(node);
			case 'UnaryExpression':
				return this.#unary(node.operator, node.argument);
			case 'BinaryExpression':
				return this.#binary(node);
			case 'LogicalExpression':
				return this.#logical(node);
			case 'ConditionalExpression': {
				const [one, other] = [this.write(node.consequent), this.write(node.alternate)];
				return {
					feel: `(if ${this.condition(node.test)} then ${one.feel} else ${other.feel})`,
					...(one.type === other.type && one.type && { type: one.type }),
				};
			}
			case 'ArrayExpression':
				return { feel: `[${node.elements.map((one) => this.#plain(one).feel).join(', ')}]`, type: 'list' };
			case 'ObjectExpression':
				return { feel: `{${node.properties.map((one) => this.#entry(one)).join(', ')}}`, type: 'object' };
			case 'CallExpression':
				return this.#call(node);
			default:
				throw new NoFeel('javascript', node.type);
		}
	}

	/** A value that has to be true or false. */
	condition(node: Expression): string {
		const written = this.write(node);
		if (written.type === 'boolean') return written.feel;
		if (written.type === undefined && written.isPath) {
			this.data.note(written, 'boolean');
			return `${written.feel} = true`;
		}
		throw new NoFeel('truth');
	}

	#plain(node: Any | null): Written {
		if (!node || node.type === 'SpreadElement' || node.type === 'Super') throw new NoFeel('javascript', node?.type ?? 'hole');
		return this.write(node as Expression);
	}

	#entry(property: Node): string {
		const { type, key, value, computed } = property as Node & {
			key?: Node & { name?: string; value?: unknown };
			value?: Node;
			computed?: boolean;
		};
		if (type !== 'Property' || !key || !value || computed) throw new NoFeel('javascript', type);
		return `${writeText(String(key.name ?? key.value))}: ${this.#plain(value).feel}`;
	}

	#literal(value: unknown): Written {
		if (value === null) return { feel: 'null' };
		if (typeof value === 'string') return { feel: writeText(value), type: 'text' };
		if (typeof value === 'boolean') return { feel: String(value), type: 'boolean' };
		if (typeof value === 'number' && /^-?\d{1,15}(?:\.\d{1,12})?$/.test(String(value))) return { feel: String(value), type: 'number' };
		throw new NoFeel('javascript', 'Literal');
	}

	#identifier(name: string): Written {
		const entry = this.#entries.get(name);
		if (entry !== undefined) return { feel: entry, isPath: true };
		if (name === 'undefined') return { feel: 'null' };
		if (name === '$now') return { feel: 'now()', type: 'time' };
		if (name === '$today') return { feel: 'today()', type: 'time' };
		if (name === '$json') return this.data.read({ of: 'input' }, []);
		throw new NoFeel('outside', name);
	}

	#member(node: MemberExpression): Written {
		const path: Array<string | number> = [];
		let at: Expression | Super = node;
		for (;;) {
			const root = readRoot(at);
			if (root) return this.data.read(root, path);
			if (at.type === 'ChainExpression' || at.type === 'ParenthesizedExpression') at = at.expression;
			else if (at.type !== 'MemberExpression') break;
			else {
				const name = nameOf(at);
				if (name === undefined) throw new NoFeel('javascript', 'index');
				if (name === 'length' && path.length === 0) return this.#length(at.object);
				path.unshift(name);
				at = at.object;
			}
		}
		const base = this.write(at as Expression);
		return { feel: path.reduce<string>(step, base.feel), isPath: true };
	}

	/** Ours counts characters by a list of them. */
	#length(node: Expression | Super): Written {
		if (node.type === 'ArrayExpression' && node.elements[0]?.type === 'SpreadElement')
			return { feel: `string length(${textOf(this.write(node.elements[0].argument))})`, type: 'number' };
		const list = this.#plain(node);
		if (list.type === 'text') return { feel: `string length(${list.feel})`, type: 'number' };
		// The entry of a list can be a text as well.
		if ([...this.#entries.values()].some((entry) => list.feel === entry || list.feel.startsWith(`${entry}.`)))
			throw new NoFeel('unclear', 'length');
		this.data.note(list, 'list');
		return { feel: `count(${list.feel})`, type: 'number' };
	}

	#unary(operator: string, argument: Expression): Written {
		if (operator === '!') return { feel: `not(${this.condition(argument)})`, type: 'boolean' };
		const one = this.write(argument);
		if (operator === '-') return { feel: /^\d/.test(one.feel) ? `-${one.feel}` : `-(${one.feel})`, type: 'number' };
		if (operator === '+') return { feel: `number(${one.feel})`, type: 'number' };
		throw new NoFeel('javascript', operator);
	}

	#binary({ operator, left, right }: BinaryExpression): Written {
		const [one, other] = [this.#plain(left), this.write(right)];
		const comparator = comparators[operator];
		if (comparator !== undefined) {
			if (one.type) this.data.note(other, one.type);
			if (other.type) this.data.note(one, other.type);
			return { feel: `(${one.feel} ${comparator} ${other.feel})`, type: 'boolean' };
		}
		if (operator === '+' && [one, other].some(({ type }) => type === 'text'))
			return { feel: `(${textOf(one)} + ${textOf(other)})`, type: 'text' };
		if (operator === '%') return { feel: `modulo(${one.feel}, ${other.feel})`, type: 'number' };
		if (!['+', '-', '*', '/', '**'].includes(operator)) throw new NoFeel('javascript', operator);
		const isNumber = operator !== '+' || [one, other].some(({ type }) => type === 'number');
		if (isNumber) for (const side of [one, other]) this.data.note(side, 'number');
		return { feel: `(${one.feel} ${operator} ${other.feel})`, ...(isNumber && { type: 'number' as const }) };
	}

	/** `||` is a condition, or a value for where there is none. */
	#logical({ operator, left, right }: LogicalExpression): Written {
		if (operator === '??') return orElse(this.write(left), this.write(right), (value) => `${value} = null`);
		const last = this.write(right);
		if (operator === '||' && last.type !== 'boolean' && !(last.isPath && this.write(left).type === 'boolean'))
			return orElse(this.write(left), last, (value) => `${value} = null or ${value} = ""`);
		return { feel: `(${this.condition(left)} ${operator === '&&' ? 'and' : 'or'} ${this.condition(right)})`, type: 'boolean' };
	}

	#call(node: CallExpression): Written {
		const given = node.arguments.map((one) => () => this.#plain(one));
		const { callee } = node;
		if (callee.type === 'Identifier') return callFunction(callee.name, given, (at) => this.condition(node.arguments[at] as Expression));
		const name = callee.type === 'MemberExpression' ? nameOf(callee) : undefined;
		if (callee.type !== 'MemberExpression' || typeof name !== 'string') throw new NoFeel('javascript', 'call');
		const { object } = callee;
		if (object.type === 'Identifier' && ['Math', 'Number', 'JSON', 'Object', 'Date', 'DateTime'].includes(object.name))
			return callFunction(`${object.name}.${name}`, given, () => '');
		const on = this.#plain(object);
		return this.#loop(name, on, node.arguments) ?? callMethod(name, on, given, node.arguments, this.data);
	}

	/** Writes `list.map(one => …)`, `some` and `every`. */
	#loop(name: string, on: Written, given: readonly Node[]): Written | undefined {
		const [does, ...rest] = given as Expression[];
		if (!['map', 'some', 'every'].includes(name) || does?.type !== 'ArrowFunctionExpression' || rest.length > 0) return undefined;
		const [entry, ...others] = does.params;
		if (entry?.type !== 'Identifier' || others.length > 0 || does.body.type === 'BlockStatement') throw new NoFeel('function', name);
		this.data.note(on, 'list');
		const as = `entry${this.#entries.size + 1}`;
		const hidden = this.#entries.get(entry.name);
		this.#entries.set(entry.name, as);
		try {
			if (name === 'map') return { feel: `(for ${as} in ${on.feel} return ${this.write(does.body).feel})`, type: 'list' };
			return { feel: `(${name} ${as} in ${on.feel} satisfies ${this.condition(does.body)})`, type: 'boolean' };
		} finally {
			if (hidden === undefined) this.#entries.delete(entry.name);
			else this.#entries.set(entry.name, hidden);
		}
	}
}

const joinTexts = (parts: string[]): string => {
	const written = parts.filter((one) => one !== '""');
	return written.length < 2 ? (written[0] ?? '""') : `(${written.join(' + ')})`;
};
