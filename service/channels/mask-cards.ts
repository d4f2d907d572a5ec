import { mapTexts } from '../../core/base/text/map-texts';
import { maskText } from '../../core/guardrails/masking/mask-text';
import type { MessageContent } from '../../core/ports/channels/message-content';

const leastDigits = 12;

/** Masks payment card numbers in customer texts: a process keeps its variables, and needs no card. */
export const maskCards = <Value>(value: Value): Promise<Value> =>
	mapTexts(value, async (text) => (mayHaveCard(text) ? (await maskText(text, { types: ['CREDIT_CARD'], mask: 'redact' })).text : text));

const mayHaveCard = (text: string): boolean => text.replace(/\P{Nd}/gu, '').length >= leastDigits;

/** Not typed by people: an id with card-like digits must stay to find its file or message. */
const idFields = ['reference', 'messageId', 'origin'];

export const maskContent = (content: readonly MessageContent[]): Promise<MessageContent[]> =>
	Promise.all(
		content.map(async (part) => {
			const ids = Object.entries(part).filter(([name]) => idFields.includes(name));
			return { ...(await maskCards(part)), ...Object.fromEntries(ids) };
		}),
	);
