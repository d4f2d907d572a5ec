import type { MessageContent, Origin } from '../../../core/ports/channels/message-content';
import { fields, type Fields, isFields, optional, text } from './payload';

const maxLength = 200;
const maxDepth = 8;

const words: Record<Origin['via'], string> = {
	ad: 'came through the ad',
	post: 'came through the post',
	link: 'came through the link',
	product: 'about the product',
};

/** `[came through the ad: Presses 40 t]`, with the facts beside it. */
export function describeOrigin(via: Origin['via'], told: Partial<Record<'title' | 'source' | 'url' | 'click', unknown>>): MessageContent[] {
	const [title, source, url, click] = [told.title, told.source, told.url, told.click].map(bound);
	const origin = { via, ...optional('title', title), ...optional('source', source), ...optional('url', url), ...optional('click', click) };
	if (Object.keys(origin).length === 1) return [];
	const name = title ?? source;
	return [{ kind: 'text', text: `[${words[via]}${name === undefined ? '' : `: ${name}`}]`, origin }];
}

/** Without brackets and line breaks: it must not look like another line. */
const bound = (value: unknown): string | undefined =>
	text(
		text(value)
			?.replace(/[[\]\s]+/g, ' ')
			.trim()
			.slice(0, maxLength),
	);

/** Reads the ad or post under which a customer wrote. Previews of links have the same form, without a source. */
export function describeAd(ad: unknown): MessageContent[] {
	const { title, sourceType, sourceId: source, sourceUrl: url, ctwaClid: click } = fields(ad);
	if (text(source) === undefined && text(click) === undefined) return [];
	return describeOrigin(sourceType === 'post' ? 'post' : 'ad', { title, source, url, click });
}

/** Finds the ad in a message of WhatsApp Web's protocol. */
export function findAd(message: Fields, depth = 0): unknown {
	for (const part of Object.values(message).filter(isFields)) {
		const ad = fields(part['contextInfo'])['externalAdReply'] ?? (depth < maxDepth && findAd(fields(part['message']), depth + 1));
		if (ad) return ad;
	}
	return undefined;
}
