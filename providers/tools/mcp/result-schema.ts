import type { CalledTool } from './called-tool';

/** Anything can be in the place of a schema. */
export const isSchema = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Returns what does not fit in a structured result, in the words of the schema that its server declares; undefined if all fits. Without a schema, and
 * with one that is not usable, any result fits.
 */
export async function findResultProblem({ listed, compileForm }: CalledTool, result: unknown): Promise<string | undefined> {
	const { outputSchema } = listed;
	if (!isSchema(outputSchema)) return undefined;
	const findProblem = await compileForm(outputSchema).catch(() => undefined);
	return findProblem?.(result);
}
