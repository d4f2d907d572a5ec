import type { Violation } from '../policy/guard';

/** Tells a model why its tool call was not made. */
export function writeRefusal({ guardrail, argument, reason }: Violation): string {
	const where = argument === undefined ? 'the arguments' : `the argument "${argument}"`;
	return `The call was not made: the guardrail "${guardrail}" refused ${where}. ${reason} Change the arguments, or go on without the call.`;
}
