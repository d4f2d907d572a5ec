import type { Language } from '../../../base/text/languages';
import type { Guardrail } from '../../../ports/guardrails/guardrail';

const reason: Record<Language, (limit: number) => string> = {
	en: (limit) => `The message is longer than ${limit.toLocaleString('en')} characters.`,
	pt: (limit) => `A mensagem tem mais de ${limit.toLocaleString('pt-BR')} caracteres.`,
};

/** Checks input: rejects a message of more than `limit` code points (an emoji or accented letter counts once). */
export function messageLength(limit: number): Guardrail {
	return {
		id: 'message-length',
		check: (text, context) =>
			isLonger(text, limit) ? { kind: 'violation', reason: reason[context.language](limit), matches: [] } : { kind: 'pass' },
	};
}

function isLonger(text: string, limit: number): boolean {
	// A code point has at most two units, so above twice the limit nothing is counted.
	return text.length > limit && (text.length > 2 * limit || [...text].length > limit);
}
