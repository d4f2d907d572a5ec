import { randomUUID } from 'node:crypto';
import type {
	Audios,
	Clock,
	ChannelRecord,
	ChannelRecords,
	Contacts,
	DeliveryStore,
	HandOvers,
	Mailbox,
	Outbox,
	ChannelDirectory,
	Turn,
} from '../ports';
import type { AudioWork } from './audio/audio-parts';
import { forgetTexts } from './audio/forget-texts';
import { transcribeNext } from './audio/transcribe-next';
import { endUnanswered, type UnansweredParts } from './end-unanswered';
import { type DeliveryParts, processDeliveries } from './process-deliveries';
import { sendMessages } from './send-messages';
import { writeToDesks } from './write-to-desk';
import { turnLeaseMs } from './answer-turn';
import type { OnGivenUp } from './given-up';
import { Loop } from './loop';

/** The state of channels, and how they are opened. */
export interface ChannelParts {
	channels: ChannelRecords;
	deliveries: DeliveryStore;
	contacts: Contacts;
	mailbox: Mailbox;
	audios: Audios;
	outbox: Outbox;
	handOvers: HandOvers;
	directory: ChannelDirectory;
}

export interface ChannelWorkerOptions {
	clock: Clock;
	/** Answers a turn of such a channel, and ends it. */
	answer: (turn: Turn, holder: string, signal: AbortSignal) => Promise<void>;
	/** Whether this process can answer turns of a channel. */
	canAnswer: (channel: ChannelRecord) => boolean;
	/** Turns audios into text. Without it, another process has to. */
	audio?: AudioWork;
	onApplied?: DeliveryParts['onApplied'];
	onGivenUp?: OnGivenUp;
	onEscalated?: UnansweredParts['onEscalated'];
	/** Hears of a failure that a loop goes on after. */
	onFault: (what: string, fault: unknown) => void;
	/** Turns that are answered at the same time. Default 4. */
	concurrency?: number;
}

/** In one process. */
const maxAudiosAtOnce = 3;

export interface ChannelWorker {
	/** Begins nothing new. What is being done ends within the time, or is done again by another process. */
	close(graceMs: number): Promise<void>;
}

/** Applies what arrives, answers the turns of channels that have an agent, and sends what waits, together with all other machines. */
export function startChannelWorker(parts: ChannelParts, options: ChannelWorkerOptions): ChannelWorker {
	const holder = randomUUID();
	const stop = new AbortController();
	const { clock, onApplied, onGivenUp, onEscalated, onFault, concurrency = 4 } = options;
	const deliveries = new Loop('deliveries', (signal) => processDeliveries({ ...parts, onApplied, onGivenUp }, holder, signal), onFault);
	const sends = new Loop('sends', (signal) => sendMessages({ ...parts, clock, onGivenUp }, holder, signal), onFault);
	const desks = new Loop('desks', (signal) => writeToDesks({ ...parts, onGivenUp }, holder, signal), onFault);
	const unanswered = new Loop('unanswered', () => endUnanswered({ ...parts, onEscalated, onFault }, holder), onFault);
	const turns = Array.from({ length: concurrency }, (_, index) => {
		const own = `${holder} ${index}`;
		return new Loop('turns', (signal) => answerNext(parts, options, own, signal), onFault);
	});
	const audios = createAudioLoops(parts, options, holder);
	const watches = [
		parts.audios.watch(() => audios.forEach((loop) => loop.wake())),
		parts.deliveries.watch(() => deliveries.wake()),
		parts.outbox.watch(() => sends.wake()),
		parts.handOvers.watch(() => desks.wake()),
		parts.mailbox.watch(() => turns.forEach((loop) => loop.wake())),
	];
	const loops = [deliveries, sends, desks, unanswered, ...turns, ...audios];
	for (const loop of loops) loop.start(stop.signal);
	return {
		async close(graceMs) {
			for (const end of watches) end();
			for (const loop of loops) loop.drain();
			const timer = setTimeout(() => stop.abort(), graceMs);
			await Promise.all(loops.map((loop) => loop.ended));
			clearTimeout(timer);
		},
	};
}

/** Transcribes some audios at a time, beside the turns, which do not wait for one another. */
function createAudioLoops(parts: ChannelParts, { audio, onGivenUp, onFault }: ChannelWorkerOptions, holder: string): Loop[] {
	if (audio === undefined) return [];
	const work = { ...audio, audios: parts.audios, directory: parts.directory, onGivenUp };
	const transcribing = Array.from({ length: maxAudiosAtOnce }, (_, index) => {
		const own = `${holder} audio ${index}`;
		return new Loop('audios', (signal) => transcribeNext(work, own, signal), onFault);
	});
	return [...transcribing, new Loop('transcripts', (signal) => forgetTexts(work, `${holder} texts`, signal), onFault)];
}

/** @returns how many turns were answered */
async function answerNext(
	{ channels, mailbox }: ChannelParts,
	{ answer, canAnswer }: ChannelWorkerOptions,
	holder: string,
	signal: AbortSignal,
): Promise<number> {
	const answered = (await channels.list()).filter((channel) => channel.state === 'active' && canAnswer(channel));
	for (const tenant of new Set(answered.map((channel) => channel.tenant))) {
		const names = answered.filter((channel) => channel.tenant === tenant).map(({ name }) => name);
		const turn = await mailbox.take(holder, turnLeaseMs, { tenant, channels: names });
		if (turn === undefined) continue;
		await answer(turn, holder, signal);
		return 1;
	}
	return 0;
}
