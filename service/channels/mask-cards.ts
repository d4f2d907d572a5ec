import { mapTexts } from '../../core/base/text/map-texts';
import { maskText } from '../../core/guardrails/masking/mask-text';
import type { MessageContent } from '../../core/ports/channels/message-content';

/** No shorter number is one of a payment card. */
const leastDigits = 12;

/** Masks numbers of payment cards in what a customer wrote: a process keeps its variables, and needs no card. */
export const maskCards = <Value>(value: Value): Promise<Value> =>
	mapTexts(value, async (text) => (mayHaveCard(text) ? (await maskText(text, { types: ['CREDIT_CARD'], mask: 'redact' })).text : text));

const mayHaveCard = (text: string): boolean => text.replace(/\P{Nd}/gu, '').length >= leastDigits;

/** Nobody typed these, and an id whose digits look like a card finds its file or message only as it is. */
const idFields = ['reference', 'messageId', 'origin'];

/** Masks them in the words of a message. */
export const maskContent = (content: readonly MessageContent[]): Promise<MessageContent[]> =>
	Promise.all(
		content.map(async (part) => {
			const ids = Object.entries(part).filter(([name]) => idFields.includes(name));
			return { ...(await maskCards(part)), ...Object.fromEntries(ids) };
		}),
	);
