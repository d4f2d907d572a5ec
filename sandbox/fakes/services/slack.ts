/** Slack's Web API, as https://api.slack.com/methods describes it: faults are 200 with `ok: false`. */
import type { OutsideAnswer, OutsideCall, OutsideService } from '../outside-world';

export interface SlackBlock {
	type: string;
	text?: { text: string };
	elements?: Array<{ type: string; url?: string; text?: { text: string } }>;
}

export interface SlackChannel {
	id: string;
	name: string;
	messages: Array<{ ts: string; user: string; text: string; blocks?: SlackBlock[] }>;
}

export const slackToken = 'xoxb-stand-in';

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element: the limits of a button. */
const isInvalidBlock = ({ elements = [] }: SlackBlock): boolean =>
	elements.some(({ type, url, text }) => {
		const isLink = url === undefined || (URL.canParse(url) && url.length <= 3_000);
		return type === 'button' && (!isLink || !text?.text || text.text.length > 75);
	});

const refused = (error: string): OutsideAnswer => ({ body: { ok: false, error } });

export function slackService(channels: SlackChannel[]): OutsideService {
	let last = 0;
	const nextTs = () => `1764000000.${String((last += 1)).padStart(6, '0')}`;
	const find = (name: unknown) => channels.find((channel) => channel.id === name || `#${channel.name}` === name || channel.name === name);
	const methods: Record<string, (fields: Record<string, unknown>) => OutsideAnswer> = {
		'auth.test': () => ({ body: { ok: true, team: 'Casa Aurora', user: 'troupe' } }),
		'conversations.list': () => ({ body: { ok: true, channels: channels.map(({ id, name }) => ({ id, name, is_channel: true })) } }),
		'conversations.history': ({ channel, oldest = '0' }) => {
			const found = channels.find(({ id }) => id === channel);
			if (!found) return refused('channel_not_found');
			const messages = found.messages.filter(({ ts }) => Number(ts) > Number(oldest)).map((message) => ({ type: 'message', ...message }));
			return { body: { ok: true, messages: messages.reverse(), has_more: false } };
		},
		'chat.postMessage': ({ channel, text, blocks }) => {
			const found = find(channel);
			if (!found) return refused('channel_not_found');
			if (!text && !blocks) return refused('no_text');
			if (String(text).length > 40_000) return refused('msg_too_long');
			const sent = blocks as SlackBlock[] | undefined;
			if (sent?.some(isInvalidBlock)) return refused('invalid_blocks');
			const message = { ts: nextTs(), user: 'U0TROUPE', text: typeof text === 'string' ? text : '', ...(sent && { blocks: sent }) };
			found.messages.push(message);
			return { body: { ok: true, channel: found.id, ts: message.ts, message: { type: 'message', ...message } } };
		},
		'reactions.add': ({ channel, timestamp, name }) => {
			if (!find(channel)) return refused('channel_not_found');
			return timestamp && name ? { body: { ok: true } } : refused('invalid_arguments');
		},
	};
	return ({ path, headers, body }: OutsideCall) => {
		const { pathname, searchParams } = new URL(path, 'https://slack.com');
		if (!headers.authorization) return refused('not_authed');
		if (headers.authorization !== `Bearer ${slackToken}`) return refused('invalid_auth');
		const method = methods[pathname.replace(/^\/api\//, '')];
		if (!method) return refused('unknown_method');
		return method({ ...Object.fromEntries(searchParams), ...(typeof body === 'object' ? body : {}) });
	};
}
