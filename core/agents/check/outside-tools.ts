import { addressArguments } from './list-effects';
import type { NamedTool } from './list-sources';

const outsideKinds: ReadonlySet<string> = new Set(['a2a', 'agent', 'sandbox-browser']);
/** Words in names of tools and n8n nodes that read messages or publications of strangers. */
const outside = new Set([
	...[
		'mail',
		'mails',
		'email',
		'emails',
		'imap',
		'inbox',
		'mailbox',
		'gmail',
		'outlook',
		'message',
		'messages',
		'chat',
		'slack',
		'telegram',
	],
	...['whatsapp', 'discord', 'web', 'webpage', 'website', 'page', 'url', 'rss', 'feed', 'browse', 'crawl', 'scrape', 'internet'],
	...['ticket', 'tickets', 'review', 'reviews', 'comment', 'comments', 'issue', 'issues', 'form', 'forms', 'post', 'posts'],
]);
const engines = new Set(['web', 'internet', 'online', 'google', 'bing', 'news', 'duckduckgo', 'tavily', 'brave']);

/** Returns whether strangers write a tool's results, by its kind, name and address. */
export function isFromOutside({ name, definition }: NamedTool): boolean {
	if (outsideKinds.has(definition?.kind ?? '') || addressArguments(definition).length > 0) return true;
	const node = definition?.kind === 'n8n-node' ? splitWords(definition.nodeType.split('.').at(-1) ?? '') : [];
	return [...splitWords(name), ...node].some((word) => outside.has(word));
}

/** Returns whether a tool searches the web, by its name: the search provider reads the question. */
export function isSearchOutside({ name }: NamedTool): boolean {
	const words = splitWords(name);
	return words.includes('search') && words.some((word) => engines.has(word));
}

/** Splits `getWebPage`, `get_web_page` and `get-web-page` alike. */
const splitWords = (name: string): string[] =>
	name
		.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^a-z0-9]+/);
