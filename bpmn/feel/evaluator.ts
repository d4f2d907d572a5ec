import type { Reason } from '../reason';
import type { ZeebeVersion } from '../zeebe-version';
import { TooLarge, withinBudget } from './evaluation-budget';
import { compile } from './compile';
import type { Compiled } from './compiled';
import { describeWarnings, type Feel, type FeelHost, type FeelResult } from './feel-port';
import { patternParameters } from './functions/pattern-functions';
import { parseExpression } from './parser';
import { findUnsupported } from './patterns';
import { AssertionFailure, Evaluation, FeelFailure, readLikeZeebe, Scope } from './scope';
import { anyNode, FeelSyntaxError, type Node } from './syntax';
import { findSyntaxFault, tooComplex, type SyntaxFault } from './syntax-fault';
import { getResultType, toJson } from './values';

const rememberedExpressions = 2_000;

/** Opens an evaluator that does as a version of Zeebe does. It reads each expression once, and remembers it ready to be evaluated. */
export function openEvaluator(version: ZeebeVersion): Feel {
	const remembered = new Map<string, Compiled>();
	const compiled = (expression: string): Compiled => {
		let ready = remembered.get(expression);
		if (!ready) {
			ready = compile(parseExpression(expression, version));
			if (remembered.size >= rememberedExpressions) remembered.clear();
			remembered.set(expression, ready);
		}
		return ready;
	};
	return { evaluate: (expression, host) => evaluate(expression, compiled, host, version), findProblem };
}

function evaluate(expression: string, compiled: (expression: string) => Compiled, host: FeelHost, version: ZeebeVersion): FeelResult {
	const evaluation = new Evaluation(readLikeZeebe(host), version);
	try {
		return withinBudget(() => {
			const result = compiled(expression)(new Scope(evaluation));
			const isTexts = Array.isArray(result) && result.every((item) => typeof item === 'string');
			return { value: toJson(result, version), type: getResultType(result), isTexts, warnings: evaluation.warnings };
		});
	} catch (error) {
		throw new FeelFailure(describeFailure(host.shownAs ?? expression, error, evaluation), { cause: error });
	}
}

/** The value of a part of an expression that uses no variable; null when it has none. */
export function evaluateConstant(node: Node, version: ZeebeVersion): unknown {
	const evaluation = new Evaluation({ lookUp: () => undefined, now: () => 0 }, version);
	try {
		return withinBudget(() => toJson(compile(node)(new Scope(evaluation)), version));
	} catch (error) {
		// It fails as any expression may: then nothing is known of the part. All else is a fault.
		describeFailure('', error, evaluation);
		return null;
	}
}

/** @throws every error that is not a failure of the expression */
function describeFailure(expression: string, error: unknown, { warnings }: Evaluation): string {
	if (error instanceof AssertionFailure) {
		return `Assertion failure on evaluate the expression '${expression}': ${error.message}${describeWarnings(warnings)}`;
	}
	if (error instanceof RangeError) return `failed to evaluate expression '${expression}': it exceeds what can be calculated`;
	if (!(error instanceof FeelFailure || error instanceof FeelSyntaxError || error instanceof TooLarge)) throw error;
	return `failed to evaluate expression '${expression}': ${error.message}${describeWarnings(warnings)}`;
}

function findProblem(expression: string): Reason | undefined {
	try {
		const fault = findSyntaxFault(expression);
		if (fault) return notFeel(expression, fault);
		const pattern = findUnsupportedPattern(parseExpression(expression));
		if (pattern === undefined) return undefined;
		return {
			message: `the regular expression "${pattern}" does not run in linear time, which the embedded engine requires`,
			fix: 'Write it without back references, look-around and possessive quantifiers, or run it on Zeebe.',
			ownLimit: true,
		};
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		return notFeel(expression, tooComplex);
	}
}

const notFeel = (expression: string, { reason, fix }: SyntaxFault): Reason => ({
	message: `"${shorten(expression)}" is not FEEL: ${reason}`,
	fix,
});

const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

/** A regular expression in the text that cannot be run. */
function findUnsupportedPattern(root: Node): string | undefined {
	let unsupported: string | undefined;
	anyNode(root, (node) => {
		const pattern = findPattern(node);
		if (pattern !== undefined && findUnsupported(pattern) !== undefined) unsupported = pattern;
		return unsupported !== undefined;
	});
	return unsupported;
}

function findPattern(node: Node): string | undefined {
	const place = node.kind === 'call' && Object.hasOwn(patternParameters, node.name) ? patternParameters[node.name] : undefined;
	if (node.kind !== 'call' || !place) return undefined;
	const { parameters } = node;
	const argument = 'named' in parameters ? parameters.named.get(place.name) : parameters.positional[place.position];
	return argument?.kind === 'constant' && typeof argument.value === 'string' ? argument.value : undefined;
}
