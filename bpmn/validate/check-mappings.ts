import type { Feel } from '../feel/feel-port';
import { writeContext, writeMergedContext } from '../mapping-contexts';
import type { FlowNode, Mapping } from '../reading/process-model';
import type { Reason } from '../reason';
import { checkExpression } from './check-expression';

const path = /^[a-zA-Z_][a-zA-Z0-9_]*(\.[a-zA-Z_][a-zA-Z0-9_]*)*$/;

/** As Zeebe lists them. */
const reserved = ['null', 'true', 'false', 'function', 'if', 'then', 'else', 'for', 'between', 'instance', 'of'];

/** Zeebe's documentation, variable mappings: a target is a path, an output's source an expression. */
export function checkMappings({ inputs, outputs }: FlowNode, feel: Feel): Reason[] {
	const literals = outputs
		.filter(({ source }) => !source.startsWith('='))
		.map(({ target }) => ({ message: `the output "${target}" is not an expression`, fix: 'Start the source with "=".' }));
	const reasons = [...[...inputs, ...outputs].flatMap((mapping) => checkMapping(mapping, feel)), ...literals];
	if (reasons.length > 0) return reasons;
	return [...checkTogether('inputs', writeContext(inputs), feel), ...checkTogether('outputs', writeMergedContext(outputs, 'merge'), feel)];
}

function checkMapping({ source, target }: Mapping, feel: Feel): Reason[] {
	const reason = source.startsWith('=') ? checkExpression(feel, source) : undefined;
	return [...(reason ? [reason] : []), ...checkTarget(target)];
}

function checkTarget(target: string): Reason[] {
	const fix = 'Use a name or a path such as order.id.';
	if (reserved.includes(target)) return [{ message: `maps to "${target}", which is a word of FEEL`, fix }];
	return path.test(target) ? [] : [{ message: `maps to "${target}", which is not a variable`, fix }];
}

/** Zeebe reads them as one context: a comment at the end of one, or a backslash at the end of a text, takes in the next (recorded from 8.6). */
function checkTogether(kind: string, context: string, feel: Feel): Reason[] {
	const problem = feel.findProblem(context);
	if (!problem) return [];
	return [
		{
			message: `has ${kind} that are not valid FEEL in combination: ${problem.message}`,
			fix: 'Remove comments and backslashes from the ends of the sources, and words of FEEL from the targets.',
		},
	];
}
