import { getErrorMessage } from '../../base/errors';
import type { JsonSchema } from '../../ports/models/models';
import { compileToolSchema } from '../tool-schema';

/** Rejects unnamed arguments, unless the definition allows them. */
export function closeParameters(parameters: JsonSchema): JsonSchema {
	const composed = ['additionalProperties', 'unevaluatedProperties', '$ref', 'allOf', 'anyOf', 'oneOf'].some((word) => word in parameters);
	return composed ? parameters : { ...parameters, additionalProperties: false };
}

export function checkParameters(name: string, parameters: JsonSchema, where: string): Promise<string[]> {
	return compileToolSchema({ name, parameters: closeParameters(parameters), source: 'definition' }).then(
		() => [],
		(error: unknown) => [`${where}.parameters is not a usable JSON schema: ${getErrorMessage((error as Error).cause)}`],
	);
}
