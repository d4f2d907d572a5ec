import * as Type from 'typebox/type';
import { toIso } from '../../../core/base/iso-time';
import { closed, optional, orNull } from '../../../core/base/shape';
import { describeReport } from '../../../core/conversations/report/describe-report';
import { type FunnelRow, sumDay } from '../../../core/conversations/report/sum-day';
import { type SettingsRow, sumSettings } from '../../../core/conversations/report/sum-settings';
import type { ListedConversation } from '../../../core/ports/channels/conversations';
import { systemClock } from '../../../core/ports/host';
import { integer, open, string, time } from '../../../manifests/registry/api/answer-fields';
import { text } from '../../../manifests/registry/api/fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { openRuns } from '../../../providers/compose/state/host-runs';
import { readTenantLanguage } from '../../../providers/compose/state/host-tenants';
import { checkChannel } from '../channels/channels';
import { describeSend } from '../channels/sends';
import { operation, type OperationContext } from '../operation';
import { tag } from './conversations';
import { day, readDay } from './read-day';
import { openTexts, type ReadingHost, type TextReader } from './read-texts';

/** Conversations of a day that a report reads, and items of each of its lists. */
const [maxRead, maxItems] = [5_000, 50];

const cost = orNull(Type.Number({ description: 'US dollars; null where no price is known' }));
const list = Type.Object({ count: integer, items: Type.Array(open()) });

export const reportConversations = operation({
	...{ summary: 'Report a day: conversations, who waits, hot leads, hand-overs, cost, funnel, and what was not sent', tag, method: 'GET' },
	...{ path: 'conversation-report', scope: 'conversation:read' },
	input: { query: closed(optional({ day, language: Type.Enum(['en', 'pt']), channel: text(60) })) },
	output: Type.Object({
		...{ day: string, timeZone: string, from: time, to: time, text: Type.String({ description: 'The report as a message' }) },
		...{ conversations: integer, begun: integer, isCut: Type.Boolean({ description: 'The day has more than a report reads' }) },
		...{ waiting: list, hot: list, handedOver: list, unsent: list },
		...{ runs: integer, costUsd: cost, perConversationUsd: cost, perLeadUsd: cost, funnel: Type.Array(open<FunnelRow>()) },
		settings: Type.Array(open<SettingsRow>(), { description: 'New contacts by the version of settings that answered them, trials first' }),
	}),
	/** @throws TroupeError INPUT_INVALID for a day that no calendar has */
	async perform({ day: named = 'today', language, channel }, { host }: OperationContext<ReadingHost>) {
		const { tenant } = host;
		const period = await readDay(named, host);
		const now = (host.clock ?? systemClock).now();
		const parts = await openChannels(host);
		const { conversations, outbox } = parts;
		const texts = await openTexts(host);
		const found = await conversations.list(tenant, { channel, from: period.from, to: period.to }, maxRead + 1);
		// Who waits is who waits now, also since another day.
		const waiting = await conversations.list(tenant, { channel, from: 0, isWaiting: true }, maxRead);
		const unsent = await outbox.list(tenant, { channel, isUnsent: true }, maxRead);
		const hidesTexts = texts.content === 'none';
		const read = found
			.slice(0, maxRead)
			.map((one) => ({ ...one, origin: one.origin && hidesTexts ? { via: one.origin.via } : one.origin }));
		const store = await openRuns(host, host.stateFolder);
		const runs = await store.sumConversations(read, period);
		if (found.length === 0 && channel !== undefined) await checkChannel(parts, tenant, channel);
		const { handedOver, hot, funnel, ...sum } = sumDay(read, runs, period);
		const report = {
			...{ day: period.day, timeZone: period.timeZone, from: toIso(period.from), to: toIso(period.to) },
			...{ ...sum, isCut: found.length > maxRead },
			waiting: await describeAll(waiting.toSorted(byWaiting), texts, ({ wait }) => ({
				...{ waitingSince: toIso(wait!.since), minutes: Math.max(0, Math.floor((now - wait!.since) / 60_000)) },
				...{ waitsFor: wait!.waitsFor, isLate: wait!.isLate },
			})),
			hot: await describeAll(hot, texts, ({ handOver }) => ({ handedOverAt: toIso(handOver!.at) })),
			handedOver: await describeAll(handedOver, texts, async ({ handOver }) => ({
				...{ at: toIso(handOver!.at), reason: await texts.read(handOver!.reason), state: handOver!.state },
			})),
			funnel: await Promise.all(
				funnel.map(async (row) => ({ ...row, origin: hidesTexts ? row.origin : row.origin && (await texts.read(row.origin)) })),
			),
			settings: sumSettings(
				read.filter(isOf(period)),
				await parts.settings.listUsed(
					tenant,
					read.map(({ id }) => id),
				),
			),
			unsent: { count: unsent.length, items: unsent.slice(0, maxItems).map(describeSend) },
		};
		return { ...report, text: describeReport(report, language ?? (await readTenantLanguage(host)) ?? 'en') };
	},
});

const isOf =
	({ from, to }: { from: number; to: number }) =>
	({ begunAt }: ListedConversation) =>
		begunAt >= from && begunAt < to;

const byWaiting = (one: ListedConversation, other: ListedConversation) => one.wait!.since - other.wait!.since;

/** `who`: the name of the contact where the caller may see it. */
async function describeAll<Fields extends object>(
	found: readonly ListedConversation[],
	texts: TextReader,
	describe: (one: ListedConversation) => Fields | Promise<Fields>,
) {
	const shown = found.slice(0, maxItems).map(async (one) => ({
		...{ conversation: one.id, channel: one.channel, contact: one.contact, who: (texts.showsNames && one.name) || one.contact },
		...{ assignedTo: one.assignedTo, ...(await describe(one)) },
	}));
	return { count: found.length, items: await Promise.all(shown) };
}
