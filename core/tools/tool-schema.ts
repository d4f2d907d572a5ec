import { getErrorMessage, TroupeError } from '../base/errors';
import { compileSchema } from '../json-schema/compile-schema';
import { relaxSchema } from '../json-schema/relax-schema';
import type { JsonSchema } from '../ports/models/models';
import type { Tool } from '../ports/tools/tools';

/** In the schema's words, never with values; undefined if the arguments fit. */
export type FindProblem = (input: unknown) => string | undefined;

type SchemaOf = Pick<Tool, 'name' | 'parameters' | 'source'>;

const maxProblemLength = 300;

/**
 * Does not check formats. @throws TroupeError TOOL_INVALID for an invalid schema, one that is not for an object, is too large, or refers to another
 * document
 */
export async function compileToolSchema({ name, source, parameters }: SchemaOf): Promise<FindProblem> {
	try {
		const findProblems = await compileSchema(parameters, { thorough: false });
		const { type } = parameters;
		if (type !== undefined && ![type].flat().includes('object')) throw new Error('it does not have the type "object"');
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

/**
 * The server checks arguments itself, so unsupported keywords are left out. @returns also the schema without them @throws TroupeError TOOL_INVALID
 */
export async function compileForeignSchema(tool: SchemaOf): Promise<{ findProblem: FindProblem; relaxed?: JsonSchema }> {
	try {
		return { findProblem: await compileToolSchema(tool) };
	} catch (error) {
		const relaxed = await relaxSchema(tool.parameters).catch(() => tool.parameters);
		if (relaxed === tool.parameters) throw error;
		return { findProblem: await compileToolSchema({ ...tool, parameters: relaxed }), relaxed };
	}
}
