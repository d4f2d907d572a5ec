import { randomUUID } from 'node:crypto';
import type { ChannelRecord } from '../ports';
import type { WorkFilter } from '../ports/work';
import { startWorkRunner, type WorkRunner } from '../work/work-runner';
import { forgetTexts } from './audio/forget-texts';
import { transcribeAudios } from './audio/transcribe-audios';
import { endUnanswered } from './end-unanswered';
import { DeliveryPool } from './delivery-pool';
import type { PoolOptions } from './pool';
import { SendPool } from './send-pool';
import { writeToDesks } from './write-to-desk';
import { answerTurns, lanesOf } from './answer-turns';
import { rememberSessions } from './remember-session';
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
	const { clock, onApplied, onGivenUp, onFault } = options;
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
	const runners = startRunners(parts, options);
	const watches = [parts.deliveries.watch(() => deliveries.wake()), parts.outbox.queue.watch(() => sends.wake())];
	const loops = [deliveries, sends];
	for (const loop of loops) loop.start(stop.signal);
	return {
		async close(graceMs) {
			for (const end of watches) end();
			for (const loop of loops) loop.drain();
			const timer = setTimeout(() => stop.abort(), graceMs);
			await Promise.all([...loops.map((loop) => loop.ended), ...runners.map((runner) => runner.close(graceMs))]);
			await Promise.all([applying.ended(), sending.ended()]);
			clearTimeout(timer);
		},
	};
}

/** Does the works of channels that one runner each does. None waits for another. */
function startRunners(parts: ChannelParts, options: ChannelWorkerOptions): WorkRunner[] {
	const { audio, remember, onGivenUp, onEscalated, onFault, concurrency = defaultTurns } = options;
	const faultsOf = (what: string) => ({ onFault: (fault: unknown) => onFault(what, fault) });
	const runners = [
		startWorkRunner({ ...writeToDesks({ ...parts, onGivenUp }), ...faultsOf('desks') }),
		startWorkRunner(endUnanswered({ ...parts, onEscalated, ...faultsOf('unanswered hand-overs') })),
	];
	if (audio) {
		const work = { ...audio, audios: parts.audios, directory: parts.directory, onGivenUp };
		runners.push(startWorkRunner({ ...transcribeAudios(work), ...faultsOf('audios') }));
		runners.push(startWorkRunner({ ...forgetTexts(work), ...faultsOf('transcripts') }));
	}
	if (concurrency === 0) return runners;
	runners.push(startWorkRunner({ ...answerTurns(parts, options), concurrency, ...faultsOf('turns') }));
	if (remember) {
		const choose = () => listRemembering(parts, options);
		runners.push(
			startWorkRunner({
				...rememberSessions({ ended: parts.sessions.ended, remember, ...faultsOf('sessions') }),
				choose,
				idleMs: sessionIdleMs,
			}),
		);
	}
	return runners;
}

/** A session that ended is remembered within this time. */
const sessionIdleMs = 30_000;

async function listRemembering({ channels }: ChannelParts, { canAnswer }: ChannelWorkerOptions): Promise<WorkFilter[]> {
	const isRemembered = ({ state, agent, rules }: ChannelRecord) => state === 'active' && agent !== null && rules.remember;
	return lanesOf((await channels.list()).filter((channel) => isRemembered(channel) && canAnswer(channel)));
}
