import * as Type from 'typebox/type';
import { closed, optional } from '../../../core/base/shape';
import type { ConversationFilter, ListedConversation } from '../../../core/ports/channels/conversations';
import { systemClock } from '../../../core/ports/host';
import { originKinds } from '../../../core/ports/channels/message-content';
import { runContents } from '../../../core/ports/runs/run-content';
import { string, texts as names } from '../../../manifests/registry/api/answer-fields';
import { cursor, limit, text } from '../../../manifests/registry/api/fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { openRuns } from '../../../providers/compose/state/host-runs';
import { decodePlace, toPage } from '../../http/page';
import { checkChannel } from '../channels/channels';
import { operation, type OperationContext } from '../operation';
import { conversationFields, describeConversation } from './describe-conversation';
import { tag } from './of-conversation';
import { day, readDay, readTimeZone, timeZone } from './read-day';
import { findSessionVersion } from './session-version';
import { openTexts, type ReadingHost, type TextReader } from './read-texts';

const scope = 'conversation:read';
export const content = Type.Enum([...runContents], { description: 'What the caller sees of texts, as the tenant keeps those of runs' });

/** Default period of a list: that of kept runs; the list of waiting people has all. */
const usualMs = 31 * 86_400_000;
/** Sorted waiting people: more than any team answers. */
const maxWaits = 5_000;
const usualPeriod = (now: number): number => now - usualMs;

export const listConversations = operation({
	summary: 'List conversations of all channels, by their last message',
	tag,
	method: 'GET',
	path: 'conversations',
	scope,
	input: {
		query: closed(
			optional({
				day,
				channel: text(60),
				mode: Type.Enum(['agent', 'person', 'off']),
				origin: Type.Enum([...originKinds]),
				waiting: Type.Boolean({ description: 'Only those where the contact waits for an answer' }),
				hot: Type.Boolean({ description: 'Only those whose last hand-over calls the contact hot' }),
				order: Type.Enum(['last', 'wait'], {
					description:
						'Default `last`: the last message first. `wait`: those where the contact waits, the longest first, with their number',
				}),
				limit: limit(200),
				cursor,
			}),
		),
	},
	output: Type.Object({
		items: Type.Array(Type.Object(conversationFields)),
		content,
		timeZone,
		channels: { ...names, description: 'The names of all channels' },
		...optional({ cursor: string, total: Type.Integer({ description: `Of who waits, with order=wait; at most ${maxWaits}` }) }),
	}),
	/** @throws TroupeError INPUT_INVALID for an impossible day, CHANNEL_NOT_FOUND */
	async perform(input, { host }: OperationContext<ReadingHost>) {
		const { limit: max = 50, cursor: after, day: named, waiting, hot: isHot, order, ...filter } = input;
		const isWaiting = waiting || order === 'wait';
		const usual = () => ({ from: isWaiting ? 0 : usualPeriod((host.clock ?? systemClock).now()) });
		const period: Pick<ConversationFilter, 'from' | 'to'> = named === undefined ? usual() : await readDay(named, host);
		const place = decodePlace(after, 0, '');
		const isByWait = order === 'wait';
		const wanted: ConversationFilter = {
			...filter,
			from: period.from,
			...(period.to !== undefined && { to: period.to }),
			isWaiting,
			isHot,
			...(!isByWait && { before: place }),
		};
		const parts = await openChannels(host);
		const found = await parts.conversations.list(host.tenant, wanted, isByWait ? maxWaits : max + 1);
		if (found.length === 0 && input.channel !== undefined) await checkChannel(parts, host.tenant, input.channel);
		const texts = await openTexts(host);
		const { items, ...more } = isByWait
			? pageByWait(found, max, place)
			: toPage(found, max, ({ lastMessageAt, id }) => [lastMessageAt, id]);
		const channels = (await parts.channels.list(host.tenant)).map(({ name }) => name);
		return { items: await describeAll(items, host, texts), content: texts.content, timeZone: await readTimeZone(host), channels, ...more };
	},
});

/** Longest wait first: later messages change no place. */
function pageByWait(found: readonly ListedConversation[], max: number, after: readonly [number, string] | undefined) {
	const placeOf = ({ wait, id }: ListedConversation) => [wait?.since ?? 0, id] as const;
	const isAfter = (one: readonly [number, string], other: readonly [number, string]) =>
		one[0] === other[0] ? one[1] > other[1] : one[0] > other[0];
	const sorted = found.toSorted((one, other) => (isAfter(placeOf(one), placeOf(other)) ? 1 : -1));
	const left = after === undefined ? sorted : sorted.filter((one) => isAfter(placeOf(one), after));
	return { ...toPage(left, max, placeOf), total: found.length };
}

/** Adds run costs. @param period undefined: all kept runs */
export async function describeAll(
	found: readonly ListedConversation[],
	host: ReadingHost,
	texts: TextReader,
	period?: { from: number; to: number },
) {
	const runs = await openRuns(host, host.stateFolder);
	const sums = await runs.sumConversations(found, period);
	return Promise.all(found.map(async (one) => describeConversation(one, sums.get(one.id), texts, await findSessionVersion(one, host))));
}
