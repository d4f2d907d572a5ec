/** What has no content of its own, as a text that an agent reads. Everything from outside is limited in number and length. */
import type { MessageContent, TextFrame } from '../../../core/ports/channels/message-content';
import { fields, type Fields, isFields, optional, text } from './payload';

const maxItems = 50;
const maxPartLength = 1_000;

export const asText = (value: unknown): MessageContent[] => {
	const words = text(value);
	return words === undefined ? [] : [{ kind: 'text', text: words }];
};

/** What nobody typed. @param text begins with the frame in English, which is translated when an agent reads it */
export const framed = (frame: TextFrame, text: string): MessageContent[] => [{ kind: 'text', text, frame }];

/** A customer who sent something gets an answer, whatever the provider will invent. @param kind as the provider calls it */
export function unreadable(kind: string): MessageContent {
	const name = kind.replace(/Message(?:V\d+)?$/, '').replace(/[^\w -]/g, '') || 'unknown';
	return { kind: 'text', text: `[a message of a kind that cannot be read: ${name.slice(0, 40)}]`, frame: 'unreadable' };
}

/** Returns the kind of a message: the first field with content that is not about the message. */
export const findKind = (message: Fields, others: ReadonlySet<string>): string | undefined =>
	Object.entries(message).find(
		([name, value]) => !others.has(name) && (Array.isArray(value) ? value.length > 0 : isFields(value) && Object.keys(value).length > 0),
	)?.[0];

export const objects = (value: unknown): Fields[] => (Array.isArray(value) ? value.slice(0, maxItems) : []).map(fields);

const short = (value: unknown): string | undefined => text(value)?.slice(0, maxPartLength);

/** `Rui Prado: 5544988007777` */
export function describeCard(name: unknown, phones: readonly unknown[]): MessageContent[] {
	const numbers = phones.slice(0, maxItems).map(short).filter(Boolean).join(', ');
	return asText([short(name), numbers].filter(Boolean).join(': '));
}

/** Reads the phone numbers of a card in the format vCard (RFC 6350). WhatsApp adds its own form of each as `waid`. */
export function readCardPhones(card: unknown): string[] {
	const lines = (text(card) ?? '').slice(0, 20_000).split(/\r?\n/);
	return lines
		.filter((line) => /^(?:[\w-]{1,40}\.)?TEL[;:]/i.test(line))
		.map((line) => /[;:]waid=(\d{5,20})/i.exec(line)?.[1] ?? line.slice(line.lastIndexOf(':') + 1).trim());
}

/** What a customer orders: `[order] Please by Friday` and a line for each product. */
export function describeOrder(
	title: unknown,
	note: unknown,
	items: ReadonlyArray<{ name: unknown; quantity?: unknown; price?: unknown; currency?: unknown }>,
) {
	const lines = items.slice(0, maxItems).map(({ name, quantity, price, currency }) => {
		const cost = [short(price), short(currency)].filter(Boolean).join(' ');
		return `${[short(quantity), short(name)].filter(Boolean).join(' × ')}${cost && `, ${cost}`}`;
	});
	return framed('order', [['[order]', short(title), short(note)].filter(Boolean).join(' '), ...lines].join('\n'));
}

/** `[poll] Which day? Monday / Tuesday` */
export const describePoll = (question: unknown, options: readonly unknown[]): MessageContent[] =>
	framed(
		'poll',
		`[poll] ${[short(question), options.slice(0, maxItems).map(short).filter(Boolean).join(' / ')].filter(Boolean).join(' ')}`,
	);

/** The options that a customer chose; none, if they took their vote back. */
export const describeVote = (options: readonly unknown[]): MessageContent[] =>
	options.some(short) ? asText(options.slice(0, maxItems).map(short).filter(Boolean).join(', ')) : framed('no-vote', '[vote taken back]');

/** `[event] Visit, 2024-05-28T17:00:53.000Z, Office` @param at in seconds */
export function describeMeeting(name: unknown, at: unknown, place: unknown, about: unknown): MessageContent[] {
	const time = new Date(Number(text(at) ?? NaN) * 1_000);
	const begins = Number.isNaN(time.getTime()) ? undefined : time.toISOString();
	return framed('event', `[event] ${[short(name), begins, short(place), short(about)].filter(Boolean).join(', ')}`);
}

/** @param response such as `NOT_GOING` */
export const describeResponse = (response: unknown): MessageContent[] =>
	text(response) === undefined
		? []
		: framed('event-answer', `[answer to an event: ${short(response)!.toLowerCase().replaceAll('_', ' ')}]`);

/** The fields that a customer filled in, as WhatsApp's flows send them. @param json with a token of the flow, which says nothing */
export function describeForm(json: unknown): MessageContent[] {
	let form: unknown;
	try {
		form = JSON.parse(text(json) ?? '');
	} catch {
		return [];
	}
	const lines = Object.entries(fields(form))
		.filter(([name]) => name !== 'flow_token')
		.slice(0, maxItems)
		.map(([name, value]) => `${name.slice(0, 100)}: ${(text(value) ?? JSON.stringify(value)).slice(0, maxPartLength)}`);
	return asText(lines.join('\n'));
}

/** Numbers, or texts with a number. */
export function readPlace({ latitude, longitude, name, address }: Fields): MessageContent[] {
	const [one, other] = [latitude, longitude].map((value) => (text(value) === undefined && typeof value !== 'number' ? NaN : Number(value)));
	if (!Number.isFinite(one) || !Number.isFinite(other)) return [];
	return [
		{ kind: 'location', latitude: one!, longitude: other!, ...optional('name', short(name)), ...optional('address', short(address)) },
	];
}
