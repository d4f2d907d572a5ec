import { tokenShape } from '../../../base/text/masked-token';
import type { GivenTexts } from '../../../ports';

/** Which masked values a field is for, by its name. */
const fields = [
	{ type: 'EMAIL', name: /e-?mail/i },
	{ type: 'PHONE', name: /phone|telefone|celular|whatsapp/i },
	{ type: 'CPF', name: /cpf/i },
	{ type: 'CNPJ', name: /cnpj/i },
];

/** A field of a call for which the person gave a value, which the model did not see. */
export interface MadeUpField {
	field: string;
	token: string;
}

/**
 * Finds a field whose value a model made up, such as `N/A` or an address of its own, although a message has a token of this kind. A value that any text
 * has is not made up.
 * @param masked the arguments as the model wrote them
 */
export function findMadeUp(
	masked: Record<string, unknown>,
	{ author, others, messages = [], told = [] }: GivenTexts,
): MadeUpField | undefined {
	const tokens = messages.flatMap((text) => text.match(tokenShape) ?? []).toReversed();
	if (tokens.length === 0) return undefined;
	for (const [field, value] of Object.entries(masked)) {
		const type = fields.find(({ name }) => name.test(field))?.type;
		const token = type && tokens.find((each) => each.toUpperCase().startsWith(`[${type}_`));
		if (!token || typeof value !== 'string' || value.search(tokenShape) >= 0) continue;
		const said = value.trim().toLowerCase();
		const isGiven = said.length > 3 && /[@\d]/.test(said) && [author, ...others, ...told].some((text) => text.toLowerCase().includes(said));
		if (!isGiven) return { field, token };
	}
	return undefined;
}
