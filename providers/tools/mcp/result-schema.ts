import type { CalledTool } from './called-tool';
import { parseIfJson } from '../../../core/base/text/json/parse-if-json';

/** Servers can send anything in place of a schema. */
export const isSchema = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export interface CheckedResult {
	/** The mismatch in the schema's words; undefined if all fits. */
	problem?: string;
	value: unknown;
}

/**
 * Checks a result against its declared schema. Without a usable schema: undefined, and any result fits. @param structured default: `text`, if that is
 * JSON
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
