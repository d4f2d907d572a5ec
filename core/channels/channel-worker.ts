import { randomUUID } from 'node:crypto';
import type { ChannelRecord } from '../ports';
import { startWorkRunner, type WorkRunner } from '../work/work-runner';
import { forgetTexts } from './audio/forget-texts';
import { transcribeAudios } from './audio/transcribe-audios';
import { endUnanswered } from './end-unanswered';
import { DeliveryPool } from './delivery-pool';
import type { PoolOptions } from './pool';
import { SendPool } from './send-pool';
import { writeToDesks } from './write-to-desk';
import { FairShare } from './turns/fair-share';
import { TurnTaker } from './turns/turn-taker';
import { sessionLeaseMs } from './remember-session';
import { Loop } from '../work/loop';
import type { ChannelParts, ChannelWorkerOptions } from './channel-parts';

/** As measured (docs/operations/service.md, Sizing): waiting for a model takes memory only. */
export const defaultTurns = 32;

export interface ChannelWorker {
	/** Begins nothing new. What is being done ends within the time, or is done again by another process. */
	close(graceMs: number): Promise<void>;
}

/** Applies what arrives, answers the turns of channels that have an agent, and sends what waits, together with all other machines. */
export function startChannelWorker(parts: ChannelParts, options: ChannelWorkerOptions): ChannelWorker {
	const holder = randomUUID();
	const stop = new AbortController();
	const { clock, onApplied, onGivenUp, onFault, concurrency = defaultTurns } = options;
	const poolOptions = (what: string, onFree: () => void): PoolOptions => ({
		...{ holder, onFree, signal: stop.signal },
		onFault: (fault) => onFault(what, fault),
	});
	const applying: DeliveryPool = new DeliveryPool(
		{ ...parts, onApplied, onGivenUp },
		poolOptions('deliveries', () => deliveries.wake()),
	);
	const deliveries: Loop = new Loop('deliveries', () => applying.fill(), onFault);
	const sending: SendPool = new SendPool(
		{ ...parts, clock, onGivenUp },
		poolOptions('sends', () => sends.wake()),
	);
	const sends: Loop = new Loop('sends', () => sending.fill(), onFault);
	const taker = new TurnTaker(parts, options, concurrency, () => turns.wake());
	const turns: Loop = new Loop('turns', (signal) => taker.takeOne(holder, signal), onFault);
	const remembered = new FairShare(1);
	const sessions = new Loop('sessions', (signal) => rememberNext(parts, options, remembered, holder, signal), onFault, sessionIdleMs);
	const runners = startRunners(parts, options);
	const watches = [
		parts.deliveries.watch(() => deliveries.wake()),
		parts.outbox.queue.watch(() => sends.wake()),
		parts.mailbox.watch(() => turns.wake()),
	];
	const answering = concurrency === 0 ? [] : [turns, ...(options.remember ? [sessions] : [])];
	const loops = [deliveries, sends, ...answering];
	for (const loop of loops) loop.start(stop.signal);
	return {
		async close(graceMs) {
			for (const end of watches) end();
			for (const loop of loops) loop.drain();
			const timer = setTimeout(() => stop.abort(), graceMs);
			await Promise.all([...loops.map((loop) => loop.ended), ...runners.map((runner) => runner.close(graceMs))]);
			await Promise.all([applying.ended(), taker.ended(), sending.ended()]);
			clearTimeout(timer);
		},
	};
}

/** Does the works of channels, beside the turns, which do not wait for them. */
function startRunners(parts: ChannelParts, { audio, onGivenUp, onEscalated, onFault }: ChannelWorkerOptions): WorkRunner[] {
	const faultsOf = (what: string) => ({ onFault: (fault: unknown) => onFault(what, fault) });
	const work = audio && { ...audio, audios: parts.audios, directory: parts.directory, onGivenUp };
	return [
		startWorkRunner({ ...writeToDesks({ ...parts, onGivenUp }), ...faultsOf('desks') }),
		startWorkRunner(endUnanswered({ ...parts, onEscalated, ...faultsOf('unanswered hand-overs') })),
		...(work ? [startWorkRunner({ ...transcribeAudios(work), ...faultsOf('audios') })] : []),
		...(work ? [startWorkRunner({ ...forgetTexts(work), ...faultsOf('transcripts') })] : []),
	];
}

/** A session that ended is remembered within this time. */
const sessionIdleMs = 30_000;

/** @returns how many sessions were remembered */
async function rememberNext(
	{ channels, sessions }: ChannelParts,
	{ remember, canAnswer }: ChannelWorkerOptions,
	shares: FairShare,
	holder: string,
	signal: AbortSignal,
): Promise<number> {
	const isRemembered = ({ state, agent, rules }: ChannelRecord) => state === 'active' && agent !== null && rules.remember;
	const remembering = (await channels.list()).filter((channel) => isRemembered(channel) && canAnswer(channel));
	const session = await shares.take(remembering, (of) => sessions.take(holder, sessionLeaseMs, of));
	if (session === undefined) return 0;
	const end = shares.begin({ tenant: session.tenant, name: session.channel });
	await remember!(session, holder, signal).finally(end);
	return 1;
}
