import type { Expression } from 'acorn';
import { isFields } from '../../../core/base/is-fields';
import { treeLimits } from '../../tree/limits';
import { javascriptToFeel } from './javascript-to-feel';
import { type Data, NoFeel, textOf, type Written, writeText } from './written';

type Parse = (text: string) => Expression;
type Part = string | Expression;

const maxExpression = 4_000;

/** Loads the parser, and returns the reader of a workflow's values. */
export async function openExpressions(): Promise<Expressions> {
	const { parse } = await import('acorn');
	return new Expressions((text) => {
		const [first, ...rest] = parse(`(${text}\n)`, { ecmaVersion: 2024 }).body;
		if (first?.type !== 'ExpressionStatement' || rest.length > 0) throw new SyntaxError('not one expression');
		return first.expression;
	});
}

/** Reads the values of parameters, as n8n writes them: a text that begins with `=` is a template with expressions in double braces. */
export class Expressions {
	constructor(private readonly parse: Parse) {}

	/** @throws NoFeel */
	read(value: unknown, data: Data): Written {
		return requireShort(this.#read(value, data));
	}

	#read(value: unknown, data: Data): Written {
		if (typeof value !== 'string') return this.#plain(value, data);
		if (!value.startsWith('=')) return { feel: writeText(value), type: 'text' };
		const parts = this.#split(value.slice(1));
		const [only] = parts;
		if (parts.length === 1 && only !== undefined && typeof only !== 'string') return javascriptToFeel(only, data);
		return join(parts, data);
	}

	/** Reads a value that is one expression alone. @throws NoFeel */
	single(value: unknown): Expression | undefined {
		if (typeof value !== 'string' || !value.startsWith('=')) return undefined;
		const [only, ...rest] = this.#split(value.slice(1).trim());
		return rest.length === 0 && typeof only !== 'string' ? only : undefined;
	}

	/** Reads JSON as a text, with expressions in it. @throws NoFeel */
	json(value: unknown, data: Data): Written {
		if (typeof value !== 'string') return this.#plain(value, data);
		const single = this.single(value);
		if (single) return requireShort(javascriptToFeel(insideOfStringify(single), data));
		const found = this.#parseTemplate(value);
		return found === undefined ? this.read(value, data) : requireShort(this.#write(found.value, found.parts, data));
	}

	/** Reads JSON as a text to an object whose values are read when they are asked for. */
	entries(value: string, data: Data): Map<string, () => Written> | undefined {
		const found = this.#parseTemplate(value);
		if (!found || !isFields(found.value)) return undefined;
		return new Map(Object.entries(found.value).map(([name, one]) => [name, () => this.#write(one, found.parts, data)]));
	}

	#plain(value: unknown, data: Data): Written {
		if (typeof value === 'string') return this.read(value, data);
		if (value === null || value === undefined) return { feel: 'null' };
		if (typeof value === 'boolean') return { feel: String(value), type: 'boolean' };
		if (typeof value === 'number') return { feel: String(value), type: 'number' };
		if (Array.isArray(value)) return { feel: `[${value.map((one) => this.#plain(one, data).feel).join(', ')}]`, type: 'list' };
		const entries = Object.entries(value).map(([name, one]) => `${writeText(name)}: ${this.#plain(one, data).feel}`);
		return { feel: `{${entries.join(', ')}}`, type: 'object' };
	}

	/** @throws NoFeel where an expression has no end, or is not JavaScript */
	#split(text: string): Part[] {
		if (text.length > maxExpression) throw new NoFeel('complex');
		const parts: Part[] = [];
		let from = 0;
		for (let at = text.indexOf('{{'); at >= 0; at = text.indexOf('{{', from)) {
			if (at > from) parts.push(text.slice(from, at));
			const { expression, end } = this.#parseAt(text, at + 2);
			parts.push(expression);
			from = end;
		}
		return from < text.length ? [...parts, text.slice(from)] : parts;
	}

	/** Braces can close an object: the first end at which the text is an expression counts. */
	#parseAt(text: string, from: number): { expression: Expression; end: number } {
		let tries = 0;
		for (let end = text.indexOf('}}', from); end >= 0 && tries < 8; end = text.indexOf('}}', end + 1), tries++)
			try {
				return { expression: this.parse(text.slice(from, end).trim().replace(/;$/, '')), end: end + 2 };
			} catch (error) {
				if (!(error instanceof SyntaxError)) throw error;
			}
		throw new NoFeel('syntax');
	}

	/** Puts a mark in place of each expression, within a text or as a value of its own. */
	#parseTemplate(value: string): { value: unknown; parts: Expression[] } | undefined {
		const parts: Expression[] = [];
		let [text, isText] = ['', false];
		for (const part of value.startsWith('=') ? this.#split(value.slice(1)) : [value])
			if (typeof part === 'string') {
				for (const quote of part.replaceAll('\uE000', '').replaceAll(/\\./gs, '').match(/"/g) ?? []) isText = quote === '"' && !isText;
				text += part.replaceAll('\uE000', '');
			} else text += isText ? `\uE000${parts.push(part) - 1}\uE000` : `"\uE000\uE000${parts.push(part) - 1}\uE000"`;
		try {
			return { value: JSON.parse(text), parts };
		} catch (error) {
			if (error instanceof SyntaxError) return undefined;
			throw error;
		}
	}

	#write(value: unknown, parts: readonly Expression[], data: Data): Written {
		if (Array.isArray(value)) return { feel: `[${value.map((one) => this.#write(one, parts, data).feel).join(', ')}]`, type: 'list' };
		if (isFields(value)) {
			const entries = Object.entries(value).map(([name, one]) => `${writeText(name)}: ${this.#write(one, parts, data).feel}`);
			return { feel: `{${entries.join(', ')}}`, type: 'object' };
		}
		if (typeof value !== 'string') return this.#plain(value, data);
		const whole = /^\uE000\uE000(\d+)\uE000$/.exec(value);
		if (whole) return javascriptToFeel(insideOfStringify(parts[Number(whole[1])]!), data);
		return join(
			value.split('\uE000').map((one, at) => (at % 2 === 1 ? parts[Number(one)]! : one)),
			data,
		);
	}
}

/** @throws NoFeel */
export function requireShort(written: Written): Written {
	if (written.feel.length > treeLimits.expression) throw new NoFeel('complex');
	return written;
}

/** A request's body is JSON anyway. */
function insideOfStringify(node: Expression): Expression {
	if (node.type === 'ParenthesizedExpression') return insideOfStringify(node.expression);
	if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return node;
	const { object, property } = node.callee;
	const [given] = node.arguments;
	const isStringify =
		object.type === 'Identifier' && object.name === 'JSON' && property.type === 'Identifier' && property.name === 'stringify';
	return isStringify && given && given.type !== 'SpreadElement' ? given : node;
}

function join(parts: readonly Part[], data: Data): Written {
	const texts = parts
		.filter((part) => part !== '')
		.map((part) => (typeof part === 'string' ? writeText(part) : textOf(javascriptToFeel(part, data))));
	return { feel: texts.length === 0 ? '""' : texts.join(' + '), type: 'text' };
}
