import type * as Re2 from 're2js';
import { getErrorMessage, TroupeError } from '../base/errors';
import type { ValueOrigin } from '../flow/find-origins';
import { fitsOrigins } from '../flow/judge-values';
import type { Asker } from '../ports/knowledge/readers';
import type { ToolEffect } from '../ports/tools/tool-effect';
import type { ToolPermission } from '../ports/tools/tools';
import { canonicalJson } from '../json-schema/canonical-json';
import type { ToolRule } from './definition/rules';
import { fitsName, toSafeName } from './tool-names';

/** Steps of an expression; RE2 can execute each one at each character. */
const maxSteps = 1_000;
/** Steps times characters: about a tenth of a second. */
const maxWork = 20_000_000;

export interface CallToJudge {
	names: string[];
	/** The server's name. A restricting rule applies to all tools of a name, even if only one of them can have it. */
	givenName: string;
	effect: ToolEffect;
	input: Record<string, unknown>;
	asker: Asker;
	/** The classes of documents and memories that the model had read. Default: none. */
	classes?: readonly string[];
	/** Successful calls of the run, with masked arguments. Default: none. */
	called?: readonly EarlierCall[];
	/** Sources of the values. Default: nowhere. */
	origins?: () => readonly ValueOrigin[];
}

export interface EarlierCall {
	tool: string;
	input: Record<string, unknown>;
}

export type Permissions = Array<Omit<ToolRule, 'arguments'> & { expressions: Array<[string, Re2.RE2JS]> }>;

/** @throws TroupeError TOOL_INVALID naming the rule with an expression that RE2 does not support */
export async function compileRules(rules: ToolRule[]): Promise<Permissions> {
	if (!rules.some((rule) => rule.arguments)) return rules.map((rule) => ({ ...rule, expressions: [] }));
	const { RE2JS } = await import('re2js');
	return rules.map(({ arguments: patterns = {}, ...rule }, index) => ({
		...rule,
		expressions: Object.entries(patterns).map(([name, source]) => [
			name,
			// In an allowing rule, `.` stops at a line break; in a restricting rule, it does not.
			compile(RE2JS, source, rule.permission === 'allow' ? 0 : RE2JS.DOTALL, `tools.rules.${index}.arguments.${name}`),
		]),
	}));
}

function compile(engine: typeof Re2.RE2JS, source: string, flags: number, where: string): Re2.RE2JS {
	try {
		const expression = engine.compile(source, flags);
		if (expression.programSize() <= maxSteps) return expression;
	} catch (cause) {
		throw invalidRule(where, getErrorMessage(cause), cause);
	}
	throw invalidRule(where, `it has more than ${maxSteps} steps`);
}

/**
 * The first fitting rule decides. Without one, reading calls are allowed, and a person is asked about others. An expression matches the whole
 * argument: a text unchanged, anything else as JSON with sorted keys. A rule on a missing argument does not fit. Restricting rules also fit
 * parts of lists and objects, and arguments that are too long to match.
 */
export function decide(call: CallToJudge, permissions: Permissions): ToolPermission {
	return findRule(call, permissions)?.permission ?? (call.effect === 'reads' ? 'allow' : 'ask');
}

export const speaksOf = (rule: Permissions[number], { names, input }: Pick<CallToJudge, 'names' | 'input'>): boolean =>
	names.some((name) => fitsName(rule.tool, name)) && fitsArguments(rule, input);

export function findRule(call: CallToJudge, permissions: Permissions): Permissions[number] | undefined {
	return permissions.find(
		(each) =>
			namesFor(each, call).some((name) => fitsName(each.tool, name)) &&
			isFor(each, call) &&
			isAfter(each, call) &&
			fitsArguments(each, call.input) &&
			isFrom(each, call),
	);
}

export function isPreceded(after: string, input: Record<string, unknown>, called: readonly EarlierCall[] = []): boolean {
	return called.some(
		(earlier) =>
			fitsName(after, earlier.tool) &&
			Object.entries(earlier.input).every(
				([name, value]) => !Object.hasOwn(input, name) || canonicalJson(value) === canonicalJson(input[name]),
			),
	);
}

/** The operator's own command line has no names. */
const isFor = ({ callers }: Permissions[number], { asker }: CallToJudge): boolean =>
	callers === undefined || (asker !== 'operator' && callers.some((name) => asker.includes(name)));

const isAfter = ({ classes }: Permissions[number], { classes: read = [] }: CallToJudge): boolean =>
	classes === undefined || classes.some((name) => read.includes(name));

const isFrom = ({ from, permission }: Permissions[number], { origins = () => [] }: CallToJudge): boolean =>
	from === undefined || fitsOrigins(from, origins(), permission === 'allow');

function namesFor({ permission }: Permissions[number], call: CallToJudge): string[] {
	return permission === 'allow' ? call.names : listRestrictedNames(call);
}

export const listRestrictedNames = ({ names, givenName }: Pick<CallToJudge, 'names' | 'givenName'>): string[] => [
	...names,
	givenName,
	toSafeName(givenName),
];

function fitsArguments({ permission, expressions }: Permissions[number], input: Record<string, unknown>): boolean {
	return expressions.every(([name, expression]) => {
		if (!Object.hasOwn(input, name)) return false;
		const value = input[name];
		const text = typeof value === 'string' ? value : canonicalJson(value);
		if (text.length * expression.programSize() > maxWork) return permission !== 'allow';
		return expression.matches(text) || (permission !== 'allow' && listTexts(value).some((part) => expression.matches(part)));
	});
}

/** A list or object cannot hide a restricted value. */
function listTexts(value: unknown): string[] {
	if (typeof value !== 'object' || value === null) return [String(value)];
	return Object.values(value).flatMap(listTexts);
}

function invalidRule(where: string, why: string, cause?: unknown): TroupeError {
	return new TroupeError({
		code: 'TOOL_INVALID',
		message: `The expression of ${where} is not usable: ${why}.`,
		fix: 'Use the syntax of RE2, which has no look-around and no back-references.',
		details: { where, why },
		cause,
	});
}
