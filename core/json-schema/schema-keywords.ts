/** Keywords of schemas that anyone may have written, whose validation ends. */
import type Ajv from 'ajv';
import type { CodeKeywordDefinition, RegExpEngine } from 'ajv/dist/types';
import { canonicalJson } from './canonical-json';

/** Steps of a pattern; RE2 may take each of them at each character. */
const MOST_STEPS = 1_000;
/** Compiling a step takes as long as so many characters that it reads: a schema has two hundred patterns, or fewer long ones. */
const COMPILATION = 1_000;
const LEAST_STEPS = 100;
/** Of one validation: steps of patterns at characters, and parts of the schema that references lead to. A fifth of a second or less. */
const MOST_WORK = 20_000_000;

/** What one validation may still do; they never overlap. */
interface WorkLeft {
	/** Begins a validation. */
	renew(this: void): void;
	/** @throws Error when nothing is left */
	spend(this: void, work: number): void;
}

export function countWork(): WorkLeft {
	let left = 0;
	return {
		renew: () => (left = MOST_WORK),
		spend: (work) => {
			if ((left -= work) < 0) throw new Error('that takes too long');
		},
	};
}

/** Patterns for ajv's `code.regExp`, on RE2. */
export async function linearPatterns(work: WorkLeft): Promise<RegExpEngine> {
	const { RE2JS } = await import('re2js');
	const compile = (source: string) => {
		const expression = RE2JS.compile(source);
		const steps = expression.programSize();
		if (steps > MOST_STEPS) throw new Error(`a pattern has ${steps} steps, more than ${MOST_STEPS}`);
		work.spend(Math.max(steps, LEAST_STEPS) * COMPILATION);
		return {
			test(text: string) {
				work.spend(text.length * steps);
				return expression.matcher(text).find();
			},
			// By this the compiler tells patterns apart: without it, the first it met would stand for all.
			toString: () => source,
		};
	};
	return Object.assign(compile, { code: 'undefined' });
}

/**
 * References to references, two at each step, are as many at the end as a chessboard's grains: each one that is followed counts.
 * So does each value that a value is compared with.
 */
export async function countSteps(ajv: Ajv, work: WorkLeft, cost: () => number): Promise<void> {
	const { _ } = await import('ajv');
	for (const keyword of ['$ref', '$dynamicRef', '$recursiveRef', 'enum']) {
		const rule = ajv.RULES.all[keyword];
		if (typeof rule !== 'object') continue;
		const definition = rule.definition as CodeKeywordDefinition;
		const counted: CodeKeywordDefinition = {
			...definition,
			code(context, type) {
				const spend = context.gen.scopeValue('func', { ref: work.spend });
				context.gen.code(_`${spend}(${keyword === 'enum' ? (context.schema as unknown[]).length : cost()})`);
				definition.code(context, type);
			},
		};
		Object.assign(rule, { definition: counted });
	}
}

/** ajv's own `uniqueItems` compares each item with each. */
export function replaceUniqueItems(ajv: Ajv): void {
	ajv.removeKeyword('uniqueItems');
	ajv.addKeyword({
		keyword: 'uniqueItems',
		type: 'array',
		schemaType: 'boolean',
		validate: (wanted: boolean, items: unknown[]) => !wanted || new Set(items.map(canonicalJson)).size === items.length,
		errors: false,
	});
}

const formats = ['date', 'time', 'date-time', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uri', 'uuid'] as const;
const LONGEST_FORMATTED = 2_000;

/** Those that providers hold models to, of texts of a length that any of them has: some of their patterns are slow on long ones. */
export async function addFormats(ajv: Ajv): Promise<void> {
	const { default: library } = await import('ajv-formats');
	for (const name of formats) {
		const format = library.get(name, name === 'uri' || name === 'email' ? 'fast' : 'full');
		const check = typeof format === 'object' && 'validate' in format ? format.validate : format;
		const fits = (text: string) => (check instanceof RegExp ? check.test(text) : (check as (text: string) => boolean)(text));
		ajv.addFormat(name, (text: string) => text.length <= LONGEST_FORMATTED && fits(text));
	}
}
