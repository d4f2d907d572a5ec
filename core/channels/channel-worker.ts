import { toLocalMinute } from '../base/iso-time';
import { detectLanguage } from '../base/text/language';
import type { Language } from '../base/text/languages';
import { readWords } from '../conversations/hand-over/describe-unsent';
import { describeBurst } from '../conversations/mailbox/describe-burst';
import { handOverKey } from '../conversations/mailbox/hand-over-key';
import { findDesk } from '../conversations/hand-over/find-desk';
import type { ChannelRecord } from '../ports/channels/channel-records';
import type { HandOvers } from '../ports/channels/hand-overs';
import type { Turn } from '../ports/channels/mailbox';
import type { PeopleFacts } from '../ports/channels/people-facts';
import { leastOldMs } from '../ports/channels/mailbox-rules';
import type { WorkFilter } from '../ports/work';
import { startWorkRunner, type WorkRunner, type WorkRunnerOptions } from '../work/work-runner';
import { chooseFrames } from '../conversations/mailbox/frames';
import { followUp } from './follow-up';
import { forgetTexts } from './audio/forget-texts';
import { transcribeAudios } from './audio/transcribe-audios';
import { endAwaited, readLanguageOf } from './end-awaited';
import { findRecord, handOver, type HandOverRequest } from './hand-over';
import { answerUnheard } from './answer-unheard';
import { applyReceipts } from './apply-receipts';
import type { HandOverParts } from './hand-over';
import { sendMessages } from './send-messages';
import { tellWaits } from './tell-waits';
import { writeToDesks } from './write-to-desk';
import { rememberSessions } from './remember-session';
import type { ChannelParts, ChannelWorkerOptions } from './channel-parts';
import { givenUp, turnLeaseMs } from './answer-turn';
import { greetByOrigin } from './greet-by-origin';
import { giveOptedOutToPeople } from './give-opted-out-to-people';
import { keepHours } from './keep-hours';
import { silenceBySwitch } from './switches/silence-by-switch';

/** The max length of a summary field. */
const maxNotes = 2_000;

const reasons: Record<Language, (written: string, arrived: string) => string> = {
	en: (written, arrived) => `old messages: the last one was written at ${written} and arrived at ${arrived}`,
	pt: (written, arrived) => `mensagens antigas: a última foi escrita em ${written} e chegou em ${arrived}`,
};

type OldParts = Omit<HandOverParts, 'handOvers'> & {
	handOvers: Pick<HandOvers, 'begin' | 'list'>;
};

/**
 * Hands a turn of old messages over to the people at the desk, as a summary, once: the matter may be settled. Without a desk the agent answers and
 * sees their times. Our own delay does not count. @returns whether people have it
 */
async function giveOldToPeople(parts: OldParts, turn: Turn, people: PeopleFacts = {}): Promise<boolean> {
	const { tenant, channel, id: conversation } = turn.conversation;
	const last = turn.messages.reduce((one, other) => (other.at > one.at ? other : one));
	const lateMs = last.arrivedAt - last.at;
	if (lateMs < leastOldMs) return false;
	const open = await parts.directory.find(tenant, channel);
	if (open === undefined || lateMs <= open.rules.oldMs) return false;
	const desk = await findDesk(findRecord(parts.directory, tenant), open.record);
	if (!('name' in desk)) return false;
	const [before] = await parts.handOvers.list(tenant, { conversation }, 1);
	if (before !== undefined && before.at >= last.arrivedAt) return false;
	const talk = detectLanguage(turn.messages.flatMap(({ content }) => content.map(readWords)).join('\n'), people.language);
	const language = people.language ?? talk;
	const timeZone = open.rules.timeZone ?? people.timeZone;
	const notes = describeBurst(turn.messages, { maxLength: maxNotes, language, timeZone });
	const reason = reasons[language](toLocalMinute(last.at, timeZone), toLocalMinute(last.arrivedAt, timeZone));
	const request = { tenant, conversation, key: handOverKey(turn), reason, summary: { notes }, language, by: 'agent', turn: turn.id };
	await handOver(parts, request);
	return true;
}

/** As measured (docs/operations/service.md, Sizing): waiting for a model takes memory only. */
export const defaultTurns = 32;

export interface ChannelWorker {
	/** Begins nothing new. Current work ends within the time, or another process repeats it. */
	close(graceMs: number): Promise<void>;
}

/** Applies receipts, answers turns of channels with an agent, and sends waiting messages, shared with all other machines. */
export function startChannelWorker(parts: ChannelParts, options: ChannelWorkerOptions): ChannelWorker {
	const runners = startRunners(parts, options);
	return { close: async (graceMs) => void (await Promise.all(runners.map((runner) => runner.close(graceMs)))) };
}

function startRunners(parts: ChannelParts, options: ChannelWorkerOptions): WorkRunner[] {
	const {
		audio,
		remember,
		clock,
		onApplied,
		onGivenUp,
		onEscalated,
		onFault,
		readPeople,
		hasClosedDeal,
		concurrency = defaultTurns,
	} = options;
	const faultsOf = (what: string) => ({ tracing: parts.tracing, onFault: (fault: unknown) => onFault(what, fault) });
	const runners = [
		// A span for each receipt instead of the batch.
		startWorkRunner({
			...applyReceipts({ ...parts, onApplied, onGivenUp, ...(readPeople && { readPeople }) }),
			...faultsOf('receipts'),
			tracing: undefined,
		}),
		startWorkRunner({ ...sendMessages({ ...parts, clock, onGivenUp }), ...faultsOf('sends') }),
		startWorkRunner({ ...writeToDesks({ ...parts, onGivenUp }), ...faultsOf('desks') }),
		startWorkRunner({ ...followUp({ ...parts, clock, onGivenUp, ...(hasClosedDeal && { hasClosedDeal }) }), ...faultsOf('follow-ups') }),
		startWorkRunner(tellWaits({ ...parts, ...(readPeople && { readPeople }), onEscalated, ...faultsOf('conversations that wait') })),
	];
	if (audio) {
		const work = { ...audio, audios: parts.audios, directory: parts.directory, onGivenUp, ...(readPeople && { readPeople }) };
		runners.push(startWorkRunner({ ...transcribeAudios(work), ...faultsOf('audios') }));
		runners.push(startWorkRunner({ ...forgetTexts(work), ...faultsOf('transcripts') }));
	}
	if (concurrency === 0) return runners;
	runners.push(startWorkRunner({ ...answerTurns(parts, options), concurrency, ...faultsOf('turns') }));
	const { findAnswer } = options;
	if (findAnswer) {
		const handOverTo = (request: HandOverRequest) => handOver(parts, request);
		const kind = endAwaited({ ...parts, handOver: handOverTo, findAnswer });
		runners.push(startWorkRunner({ ...kind, ...faultsOf('runs that waited'), choose: () => listActive(parts) }));
	}
	if (remember) {
		const kind = rememberSessions({ ended: parts.sessions.ended, remember, ...faultsOf('sessions') });
		runners.push(startWorkRunner({ ...kind, choose: () => listRemembering(parts, options) }));
	}
	return runners;
}

async function listRemembering({ channels }: ChannelParts, { canAnswer }: ChannelWorkerOptions): Promise<WorkFilter[]> {
	const isRemembered = ({ state, agent, rules }: ChannelRecord) => state === 'active' && agent !== null && rules.remember;
	return lanesOf((await channels.list()).filter((channel) => isRemembered(channel) && canAnswer(channel)));
}

/** Includes channels whose agent was removed: waiting customers must hear the end. */
const listActive = async ({ channels }: Pick<ChannelParts, 'channels'>) =>
	lanesOf((await channels.list()).filter(({ state }) => state === 'active'));

const listAnswered = async ({ channels }: Pick<ChannelParts, 'channels'>, { canAnswer }: Pick<ChannelWorkerOptions, 'canAnswer'>) =>
	lanesOf((await channels.list()).filter((channel) => channel.state === 'active' && canAnswer(channel)));

/** Answers turns of channels whose agents this process runs. The mailbox ends or retries them. */
const answerTurns = (
	parts: Pick<
		ChannelParts,
		'channels' | 'contacts' | 'rights' | 'mailbox' | 'switches' | 'outbox' | 'handOvers' | 'directory' | 'readLanguage'
	>,
	{
		answer,
		clock,
		onGivenUp,
		readPeople,
		...options
	}: Pick<ChannelWorkerOptions, 'answer' | 'canAnswer' | 'clock' | 'onGivenUp' | 'readPeople'>,
): Omit<WorkRunnerOptions<Turn>, 'onFault'> => ({
	queue: parts.mailbox.turns,
	leaseMs: turnLeaseMs,
	retry: { firstMs: 2_000, maxMs: 300_000 },
	choose: () => listAnswered(parts, options),
	async perform(turn, { holder }, signal) {
		if (await silenceBySwitch(parts, turn)) return;
		if (turn.followUp) {
			// Nothing else in the turn shows the customer's language.
			const talk = await readLanguageOf(parts, turn.conversation, await parts.readLanguage?.(turn.conversation.tenant));
			return answer({ ...turn, language: talk }, holder, signal);
		}
		const { tenant, channel } = turn.conversation;
		const people = await readPeople?.(tenant);
		if (await giveOptedOutToPeople(parts, turn, holder, people)) return;
		if (await giveOldToPeople(parts, turn, people)) return;
		const rules = (await parts.channels.find(tenant, channel))?.rules ?? {};
		const heard = rules.audio?.language ?? (await parts.readLanguage?.(tenant));
		const language = chooseFrames(heard);
		const kept = await keepHours(parts, rules, turn, { holder, language, now: clock.now() });
		if (kept === undefined) return;
		const sent = [kept.sent, await greetByOrigin(parts, rules, turn)].filter((text) => text !== undefined);
		if (await answerUnheard(parts, heard, turn, holder)) return;
		const { hours } = kept;
		const timeZone = rules.timeZone ?? people?.timeZone;
		const facts = { ...(hours && { hours }), ...(timeZone !== undefined && { timeZone }), language };
		await answer({ ...turn, ...(sent.length > 0 && { greeting: sent.join('\n') }), ...facts }, holder, signal);
	},
	async endLost(turn, { holder }, reason) {
		await parts.mailbox.end(turn, holder, { kind: 'dead', reason });
		onGivenUp?.(givenUp(turn, reason));
	},
});

/** Groups the work of channels by tenant: each channel is a lane. */
const lanesOf = (channels: ReadonlyArray<Pick<ChannelRecord, 'tenant' | 'name'>>): WorkFilter[] =>
	[...Map.groupBy(channels, ({ tenant }) => tenant)].map(([tenant, own]) => ({ tenant, lanes: own.map(({ name }) => name) }));
