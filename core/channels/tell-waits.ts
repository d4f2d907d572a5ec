import { nameWaitText } from '../conversations/outbox/own-texts';
import { findChannelSwitch } from '../conversations/switches/find-channel-switch';
import type { ChannelRecord, ChannelRecords } from '../ports/channels/channel-records';
import { defaultHandOverSettings, type HandOver } from '../ports/channels/hand-overs';
import type { Switches } from '../ports/switches';
import type { Outbox } from '../ports/channels/outbox';
import type { PeopleFacts } from '../ports/channels/people-facts';
import type { UntoldConversation, Waits } from '../ports/channels/waits';
import type { TakenWork } from '../ports/work';
import type { WorkKind } from '../work/attempt-work';
import { findDesk } from '../conversations/hand-over/find-desk';

export interface WaitParts {
	waits: Pick<Waits, 'late' | 'tell'>;
	channels: Pick<ChannelRecords, 'find'>;
	switches: Pick<Switches, 'list'>;
	outbox: Pick<Outbox, 'enqueue'>;
	readPeople?: (tenant: string) => Promise<PeopleFacts>;
	/** Hears of an escalation, with its BPMN message if any. Can be called again after a crash. */
	onEscalated?: (handOver: HandOver, message: string | null) => Promise<void>;
	onFault: (fault: unknown) => void;
}

export const tellWaits = (parts: WaitParts): WorkKind<UntoldConversation> => ({
	queue: parts.waits.late,
	leaseMs: 60_000,
	retry: { firstMs: 5_000, maxMs: 60_000 },
	onFault: parts.onFault,
	perform: (late, work) =>
		tellOne(parts, late, work).catch((fault: unknown) => {
			parts.onFault(fault);
			throw fault;
		}),
	onGivenUp: ({ key }, reason) => parts.onFault(new Error(`Telling that the conversation ${key} waits was given up: ${reason}`)),
});

async function tellOne(
	{ waits, channels, readPeople, onEscalated, ...parts }: WaitParts,
	late: UntoldConversation,
	work: TakenWork,
): Promise<void> {
	const { tenant, handOver } = late;
	const find = (name: string) => channels.find(tenant, name);
	const record = await find(late.channel);
	const desk = record && (await findDesk(find, record));
	const settings = { ...defaultHandOverSettings, ...record?.handOver, desk: desk && 'name' in desk ? desk.name : null };
	const isTimed = handOver !== undefined && handOver.answerBy !== null;
	// First, because nobody would report it after a crash.
	if (isTimed && settings.whenUnanswered === 'escalate')
		await onEscalated?.(handOver, record?.message ? `${record.message}-unanswered` : null);
	const isTold = await waits.tell(work, settings, await readPeople?.(tenant));
	// Wrong after somebody has answered; missing after a crash.
	if (isTold && (!isTimed || settings.whenUnanswered !== 'agent')) await sendText(parts, late, record);
}

/** A muted agent sends nothing. The key makes the customer get the text once. */
async function sendText(
	{ switches, outbox }: Pick<WaitParts, 'switches' | 'outbox'>,
	{ tenant, conversation, waitsFor, since, ...late }: UntoldConversation,
	record: ChannelRecord | undefined,
): Promise<void> {
	const text = record?.rules.waitText;
	if (text === undefined || late.hasAnswer || late.mode === 'off' || findChannelSwitch(await switches.list(tenant), late) !== undefined)
		return;
	const send = { key: nameWaitText({ conversation, waitsFor, since }), content: { kind: 'text' as const, text } };
	await outbox.enqueue(tenant, conversation, [send], { evenIfSilent: true });
}
