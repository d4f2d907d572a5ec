import { getErrorMessage, TroupeError } from '../base/errors';
import { compileSchema } from '../json-schema/compile-schema';
import type { Tool } from '../ports';

/** Returns the problem of arguments, in the schema's words, never with values; undefined if they fit. */
export type FindProblem = (input: unknown) => string | undefined;

const maxProblemLength = 300;

/**
 * Compiles a tool's schema; formats are not checked.
 * @throws TroupeError TOOL_INVALID for an invalid schema, one that is not for an object, is too large, or refers to another document
 */
export async function compileToolSchema({ name, source, parameters }: Pick<Tool, 'name' | 'parameters' | 'source'>): Promise<FindProblem> {
	try {
		const findProblems = await compileSchema(parameters, { thorough: false });
		if (parameters.type !== undefined && parameters.type !== 'object') throw new Error('it does not have the type "object"');
		return (input) => findProblems(input).join('; ') || undefined;
	} catch (cause) {
		throw new TroupeError({
			code: 'TOOL_INVALID',
			message: `The parameters of the tool ${name} (${source}) are not a usable JSON schema: ${getErrorMessage(cause).slice(0, maxProblemLength)}.`,
			fix: 'Correct its "parameters". If they come from its server, leave the tool out of "tools".',
			details: { tool: name, source },
			cause,
		});
	}
}
