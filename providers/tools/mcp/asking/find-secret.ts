import type { Elicitation } from './elicitation';
import { listFields } from './form-field';

const secretName =
	/pass(?:word|wd|phrase|code)|\bsenhas?\b|api[\s_-]?key|secret|segredo|private[\s_-]?key|chave[\s_-]privada|(?:access|auth|refresh|bearer)[\s_-]?token|^token$|credential|credencia|\b(?:cvv|cvc|pin|otp)\b|one[\s_-]time[\s_-]code/i;

/**
 * Finds the field of a form that asks for a secret: the specification forbids servers to ask for one in this way.
 * @returns the name of the field, or `message` if the text above the form asks for it
 */
export function findSecret({ message, requestedSchema }: Elicitation): string | undefined {
	for (const { name, schema } of listFields(requestedSchema)) {
		const { format, writeOnly, title } = schema;
		const words = `${name.replace(/([a-z])([A-Z])/g, '$1 $2')}\n${typeof title === 'string' ? title : ''}`;
		if (format === 'password' || writeOnly === true || words.split('\n').some((one) => secretName.test(one))) return name.slice(0, 64);
	}
	return secretName.test(message) ? 'message' : undefined;
}
