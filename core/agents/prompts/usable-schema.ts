import { getErrorMessage } from '../../base/errors';
import { compileSchema } from '../../json-schema/compile-schema';
import { invalid, lineOf, readDotprompt } from '../../prompts/dotprompt/read-dotprompt';
import { splitHead } from '../../prompts/dotprompt/split-head';

/**
 * Checks the input schema of a Dotprompt, which can be plain JSON Schema. @throws TroupeError INPUT_INVALID at the line of the schema,
 * INPUT_TOO_LARGE
 */
export async function requireUsableSchema(text: string, where: string): Promise<void> {
	const { schema } = readDotprompt(text, where).head.input ?? {};
	if (!schema) return;
	try {
		await compileSchema(schema, { thorough: false });
	} catch (cause) {
		const { head = '', firstLine } = splitHead(text);
		const problem = `input.schema is not a usable JSON schema (${getErrorMessage(cause).slice(0, 300)})`;
		throw invalid(where, problem, lineOf(head, 'input.schema', firstLine), cause);
	}
}
