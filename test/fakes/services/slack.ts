/** Slack's Web API, as https://api.slack.com/methods describes it: faults are 200 with `ok: false`, except the rate limit. */
import type { OutsideAnswer, OutsideCall, OutsideService } from '../outside-world';
import { type Access, accessOf, refuseCall, type Refusals } from './access';

export interface SlackMessage {
	ts: string;
	user: string;
	text: string;
	blocks?: SlackBlock[];
	reactions?: Array<{ name: string; users: string[]; count: number }>;
}

export interface SlackBlock {
	type: string;
	text?: { text: string };
	elements?: Array<{ type: string; url?: string; text?: { text: string }; action_id?: string; value?: string }>;
}

export interface SlackChannel {
	id: string;
	name: string;
	messages: SlackMessage[];
	/** Which requests to post into it are answered with 500, by their number from 1. */
	outages?: number[];
}

type Fields = Record<string, unknown>;

export const slackToken = 'xoxb-stand-in';
export const slackScopes = ['chat:write', 'channels:read', 'channels:history', 'reactions:write'];

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element: the limits of a button. */
const isInvalidBlock = ({ elements = [] }: SlackBlock): boolean =>
	elements.some(({ type, url, text, value = '' }) => {
		const isLink = url === undefined || (URL.canParse(url) && url.length <= 3_000);
		return type === 'button' && (!isLink || !text?.text || text.text.length > 75 || value.length > 2_000);
	});

const refused = (error: string, more: object = {}): OutsideAnswer => ({ body: { ok: false, error, ...more } });
const refusals: Refusals = {
	missing: refused('not_authed'),
	unknown: refused('invalid_auth'),
	tooMany: { status: 429, headers: { 'retry-after': '1' }, body: { ok: false, error: 'ratelimited' } },
	scope: (needed, scopes) => refused('missing_scope', { needed, provided: scopes.join(',') }),
};
const neededScopes: Record<string, string[]> = {
	'auth.test': [],
	'conversations.list': ['channels:read'],
	'conversations.history': ['channels:history'],
	'chat.postMessage': ['chat:write'],
	'reactions.add': ['reactions:write'],
};

/** @param channels changed in place */
export function slackService(channels: SlackChannel[], access: Access = accessOf(slackToken, slackScopes)): OutsideService {
	let last = 0;
	const asked = new Map<SlackChannel, number>();
	const nextTs = () => `1764000000.${String((last += 1)).padStart(6, '0')}`;
	const find = (name: unknown) => channels.find((channel) => channel.id === name || `#${channel.name}` === name || channel.name === name);
	const methods: Record<string, (fields: Fields) => OutsideAnswer> = {
		'auth.test': () => ({ body: { ok: true, team: 'Casa Aurora', user: 'troupe' } }),
		'conversations.list': ({ limit = 100, cursor = '' }) => {
			const start = Number(cursor);
			const end = start + Number(limit);
			const page = channels.slice(start, end).map(({ id, name }) => ({ id, name, is_channel: true, is_archived: false }));
			return { body: { ok: true, channels: page, response_metadata: { next_cursor: end < channels.length ? String(end) : '' } } };
		},
		'conversations.history': ({ channel, oldest = '0', limit = 100 }) => {
			const found = channels.find(({ id }) => id === channel);
			if (!found) return refused('channel_not_found');
			const messages = found.messages.filter(({ ts }) => Number(ts) > Number(oldest)).map((message) => ({ type: 'message', ...message }));
			return { body: { ok: true, messages: messages.reverse().slice(0, Number(limit)), has_more: messages.length > Number(limit) } };
		},
		'chat.postMessage': ({ channel, text, blocks }) => {
			const found = find(channel);
			if (!found) return refused('channel_not_found');
			const number = (asked.get(found) ?? 0) + 1;
			asked.set(found, number);
			if (found.outages?.includes(number)) return { status: 500, body: { ok: false, error: 'internal_error' } };
			if (!text && !blocks) return refused('no_text');
			if (String(text).length > 40_000) return refused('msg_too_long');
			const sent = blocks as SlackBlock[] | undefined;
			if (sent?.some(isInvalidBlock)) return refused('invalid_blocks');
			const message = { ts: nextTs(), user: 'U0TROUPE', text: typeof text === 'string' ? text : '', ...(sent && { blocks: sent }) };
			found.messages.push(message);
			return { body: { ok: true, channel: found.id, ts: message.ts, message: { type: 'message', ...message } } };
		},
		'reactions.add': ({ channel, timestamp, name }) => addReaction(find(channel), timestamp, name),
	};
	return (call: OutsideCall) => {
		const { pathname, searchParams } = new URL(call.path, 'https://slack.com');
		const name = pathname.replace(/^\/api\//, '');
		const refusal = refuseCall(call, access, refusals, neededScopes[name] ?? []);
		if (refusal) return refusal;
		const method = methods[name];
		if (!method) return refused('unknown_method');
		return method({ ...Object.fromEntries(searchParams), ...(typeof call.body === 'object' ? call.body : {}) });
	};
}

function addReaction(channel: SlackChannel | undefined, timestamp: unknown, name: unknown): OutsideAnswer {
	if (!channel) return refused('channel_not_found');
	if (!timestamp || !name) return refused('invalid_arguments');
	const message = channel.messages.find(({ ts }) => ts === timestamp);
	if (!message) return refused('message_not_found');
	const reactions = (message.reactions ??= []);
	if (reactions.some((reaction) => reaction.name === name)) return refused('already_reacted');
	reactions.push({ name: name as string, users: ['U0TROUPE'], count: 1 });
	return { body: { ok: true } };
}
