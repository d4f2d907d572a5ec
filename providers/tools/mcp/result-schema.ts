import type { CalledTool } from './called-tool';
import { parseIfJson } from '../../../core/base/text/json/parse-if-json';

/** Anything can be in the place of a schema. */
export const isSchema = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A structured result that was held against a schema. */
export interface CheckedResult {
	/** What does not fit, in the words of the schema. Undefined if all fits. */
	problem?: string;
	value: unknown;
}

/**
 * Holds a result against the schema that its server declares. Undefined without a schema, and with one that is not usable: then any result fits.
 * @param structured default: `text`, if that is JSON
 */
export async function checkResult(
	{ listed: { outputSchema }, compileForm }: CalledTool,
	structured: unknown,
	text: string,
): Promise<CheckedResult | undefined> {
	if (!isSchema(outputSchema)) return undefined;
	const findProblem = await compileForm(outputSchema).catch(() => undefined);
	if (!findProblem) return undefined;
	const value = structured ?? parseIfJson(text);
	return { value, problem: value === undefined ? 'it has no structured content' : findProblem(value) };
}
