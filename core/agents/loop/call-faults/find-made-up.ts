import { tokenShape } from '../../../base/text/masked-token';
import type { GivenTexts } from '../../../ports/guardrails/guardrail-context';

const fields = [
	{ type: 'EMAIL', name: /e-?mail/i },
	{ type: 'PHONE', name: /phone|telefone|celular|whatsapp/i },
	{ type: 'CPF', name: /cpf/i },
	{ type: 'CNPJ', name: /cnpj/i },
];

interface MadeUpField {
	field: string;
	token: string;
}

/**
 * Finds a field with an invented value, such as `N/A` or the model's own address, although a message has a token of this kind. Values in any text are
 * not invented. An address of the model's own also becomes a token, which no text has. @param masked the arguments as the model wrote them
 */
export function findMadeUp(
	masked: Record<string, unknown>,
	{ author, others, messages = [], told = [] }: GivenTexts,
): MadeUpField | undefined {
	const tokens = messages.flatMap((text) => text.match(tokenShape) ?? []).toReversed();
	if (tokens.length === 0) return undefined;
	const texts = [author, ...others, ...told, ...messages].join('\n').toLowerCase();
	// A part of a token is not a value: `EMAIL_1` of `[EMAIL_1_k3f9x2]`.
	const values = texts.replace(tokenShape, ' ');
	for (const [field, value] of Object.entries(masked)) {
		const type = fields.find(({ name }) => name.test(field))?.type;
		const token = type && tokens.find((each) => each.toUpperCase().startsWith(`[${type}_`));
		if (!token || typeof value !== 'string') continue;
		const said = value.match(tokenShape);
		const source = said ? texts : values;
		const isGiven = (said ?? [value.trim()]).every((each) => each.length > 3 && /[@\d]/.test(each) && source.includes(each.toLowerCase()));
		if (!isGiven) return { field, token };
	}
	return undefined;
}
