import * as Type from 'typebox/type';
import { toIso } from '../../../core/base/iso-time';
import { closed, optional, orNull } from '../../../core/base/shape';
import { describeReport } from '../../../core/conversations/report/describe-report';
import type { FunnelRow } from '../../../core/conversations/report/sum-day';
import type { DayQuality } from '../../../core/conversations/report/sum-quality';
import type { SettingsRow } from '../../../core/conversations/report/sum-settings';
import type { ListedConversation } from '../../../core/ports/channels/conversations';
import { systemClock } from '../../../core/ports/host';
import { integer, open, string, time } from '../../../manifests/registry/api/answer-fields';
import { text } from '../../../manifests/registry/api/fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { readTenantLanguage } from '../../../providers/compose/state/host-tenants';
import { checkChannel } from '../channels/channels';
import { describeSend } from '../channels/sends';
import { operation, type OperationContext } from '../operation';
import { tag } from './of-conversation';
import { day, readDay } from './read-day';
import { type ReadReport, readReport } from './read-report';
import { openTexts, type ReadingHost, type TextReader } from './read-texts';

/** Items of each list. */
const maxItems = 50;

const cost = orNull(Type.Number({ description: 'US dollars; null where no price is known' }));
const isCut = Type.Boolean({ description: 'There are more than a report counts' });
const list = Type.Object({ count: integer, isCut, items: Type.Array(open()) });
const deals = Type.Object({
	opened: integer,
	won: integer,
	lost: integer,
	isCut,
	asOf: orNull(Type.String({ description: 'What is known of deals is at least as new; null where no CRM was asked' })),
	notReached: Type.Array(Type.Object({ account: string, reason: string })),
});

const funnelTotals = Type.Object(
	{
		leads: integer,
		qualified: integer,
		handedOver: integer,
		deals: integer,
		won: integer,
		lost: integer,
		proposals: orNull(Type.Integer({ description: 'null where no pipeline has a stage for it' })),
	},
	{ description: 'Of all rows, also of those that the funnel leaves out, each contact once' },
);

export const reportConversations = operation({
	summary: 'Report a day: conversations, who waits, hot leads, hand-overs, deals, quality, cost and what was not sent',
	tag,
	method: 'GET',
	path: 'conversation-report',
	scope: 'conversation:read',
	input: { query: closed(optional({ day, language: Type.Enum(['en', 'pt']), channel: text(60) })) },
	output: Type.Object({
		day: string,
		timeZone: string,
		from: time,
		to: time,
		text: Type.String({ description: 'The report as a message' }),
		conversations: integer,
		begun: integer,
		leads: integer,
		isCut,
		waiting: list,
		hot: list,
		handedOver: list,
		unsent: list,
		deals,
		quality: open<DayQuality>(),
		runs: integer,
		costUsd: cost,
		unpricedRuns: integer,
		perConversationUsd: cost,
		perLeadUsd: cost,
		funnel: Type.Array(open<FunnelRow>()),
		funnelRows: Type.Integer({ description: 'Of which the funnel has the largest 50' }),
		funnelTotals,
		settings: Type.Array(open<SettingsRow>(), { description: 'New contacts by the version of settings that answered them, trials first' }),
	}),
	/** @throws TroupeError INPUT_INVALID for an impossible day */
	async perform({ day: named = 'today', language, channel }, { host, signal }: OperationContext<ReadingHost>) {
		const period = await readDay(named, host);
		const read = await readReport(host, { ...period, channel }, signal);
		if (read.found.length === 0 && channel !== undefined) await checkChannel(await openChannels(host), host.tenant, channel);
		const report = {
			day: period.day,
			timeZone: period.timeZone,
			from: toIso(period.from),
			to: toIso(period.to),
			...(await describeFound(read, host)),
		};
		return { ...report, text: describeReport(report, language ?? (await readTenantLanguage(host)) ?? 'en') };
	},
});

async function describeFound({ sum, quality, settings, asked, waiting, unsent, isCut: isShort }: ReadReport, host: ReadingHost) {
	const now = (host.clock ?? systemClock).now();
	const texts = await openTexts(host);
	const { handedOver, hot, funnel, deals: ofDay, ...figures } = sum;
	return {
		...figures,
		isCut: isShort.found,
		quality,
		settings,
		deals: { ...ofDay, ...asked },
		waiting: await describeAll(waiting, isShort.waiting, texts, ({ wait }) => ({
			waitingSince: toIso(wait!.since),
			minutes: Math.max(0, Math.floor((now - wait!.since) / 60_000)),
			waitsFor: wait!.waitsFor,
			isLate: wait!.isLate,
		})),
		hot: await describeAll(hot, isShort.found, texts, ({ handOver }) => ({ handedOverAt: toIso(handOver!.at) })),
		handedOver: {
			count: handedOver.length,
			isCut: isShort.found,
			items: await Promise.all(
				handedOver.slice(0, maxItems).map(async ({ conversation, at, reason, state }) => ({
					...describe(conversation, texts),
					at: toIso(at),
					reason: await texts.read(reason),
					state,
				})),
			),
		},
		funnelRows: funnel.length,
		// Strangers write any number of origins.
		funnel: await Promise.all(funnel.slice(0, maxItems).map(async (row) => ({ ...row, origin: await describeOrigin(row.origin, texts) }))),
		unsent: { count: unsent.length, isCut: isShort.unsent, items: unsent.slice(0, maxItems).map(describeSend) },
	};
}

const describeOrigin = async (origin: string | null, texts: TextReader) =>
	texts.content === 'none' ? origin : origin && texts.read(origin);

const describe = (one: ListedConversation, texts: TextReader) => ({
	conversation: one.id,
	channel: one.channel,
	contact: one.contact,
	who: (texts.showsNames && one.name) || one.contact,
	assignedTo: one.assignedTo,
});

async function describeAll<Fields extends object>(
	found: readonly ListedConversation[],
	isShort: boolean,
	texts: TextReader,
	more: (one: ListedConversation) => Fields,
) {
	return { count: found.length, isCut: isShort, items: found.slice(0, maxItems).map((one) => ({ ...describe(one, texts), ...more(one) })) };
}
