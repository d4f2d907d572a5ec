/** Keywords for untrusted schemas, whose validation takes limited time. */
import type Ajv from 'ajv';
import type { CodeKeywordDefinition, RegExpEngine } from 'ajv/dist/types';
import { canonicalJson } from './canonical-json';

/** Steps of a pattern; RE2 can execute each at each character. */
const maxSteps = 1_000;
/** Compiling a step takes as long as reading this many characters. A schema can have two hundred patterns, or fewer long ones. */
const compilation = 1_000;
const leastSteps = 100;
/** For one validation: pattern steps times characters, and schema parts behind references. At most a fifth of a second. */
const maxWork = 20_000_000;

interface WorkLeft {
	renew(this: void): void;
	/** @throws Error if no work is left */
	spend(this: void, work: number): void;
}

export function countWork(): WorkLeft {
	let left = 0;
	return {
		renew: () => (left = maxWork),
		spend: (work) => {
			if ((left -= work) < 0) throw new Error('checking it takes too long');
		},
	};
}

/** Compiles patterns for ajv's `code.regExp` with RE2. */
export async function linearPatterns(work: WorkLeft): Promise<RegExpEngine> {
	const { RE2JS } = await import('re2js');
	const compile = (source: string) => {
		const expression = RE2JS.compile(source);
		const steps = expression.programSize();
		if (steps > maxSteps) throw new Error(`a pattern has ${steps} steps, more than ${maxSteps}`);
		work.spend(Math.max(steps, leastSteps) * compilation);
		return {
			test(text: string) {
				work.spend(text.length * steps);
				return expression.matcher(text).find();
			},
			// The compiler compares patterns by this text; without it, all patterns would be one.
			toString: () => source,
		};
	};
	return Object.assign(compile, { code: 'undefined' });
}

/** References that each lead to two more grow exponentially, so each counts. So does each comparison of two values. */
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

/** ajv's own `uniqueItems` compares all pairs of items. */
export function replaceUniqueItems(ajv: Ajv): void {
	ajv.removeKeyword('uniqueItems');
	ajv.addKeyword({
		keyword: 'uniqueItems',
		type: 'array',
		schemaType: 'boolean',
		validate: (isRequired: boolean, items: unknown[]) => !isRequired || new Set(items.map(canonicalJson)).size === items.length,
		errors: false,
	});
}

const formats = ['date', 'time', 'date-time', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uri', 'uuid'] as const;
const maxFormattedLength = 2_000;

/** Formats that providers enforce, for texts of usual length: some patterns are slow on long texts. */
export async function addFormats(ajv: Ajv): Promise<void> {
	const { default: library } = await import('ajv-formats');
	for (const name of formats) {
		const format = library.get(name, name === 'uri' || name === 'email' ? 'fast' : 'full');
		const check = typeof format === 'object' && 'validate' in format ? format.validate : format;
		const fits = (text: string) => (check instanceof RegExp ? check.test(text) : (check as (text: string) => boolean)(text));
		ajv.addFormat(name, (text: string) => text.length <= maxFormattedLength && fits(text));
	}
}
