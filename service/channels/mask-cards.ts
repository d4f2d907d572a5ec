import { mapTexts } from '../../core/base/text/map-texts';
import { maskText } from '../../core/guardrails/masking/mask-text';

/** No shorter number is one of a payment card. */
const leastDigits = 12;

/** Masks numbers of payment cards in what a customer wrote: a process keeps its variables, and needs no card. */
export const maskCards = <Value>(value: Value): Promise<Value> =>
	mapTexts(value, async (text) => (mayHaveCard(text) ? (await maskText(text, { types: ['CREDIT_CARD'], mask: 'redact' })).text : text));

const mayHaveCard = (text: string): boolean => text.replace(/\P{Nd}/gu, '').length >= leastDigits;
