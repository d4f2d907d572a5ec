import { getErrorMessage } from '../core/base/errors';
import { type Attack, failed, type Observation } from './attack';
import type { Range } from './range/range';

export interface PlayedAttack {
	attack: Attack;
	observation: Observation;
	milliseconds: number;
}

interface Playing {
	/** Ends the play after the running attack. */
	signal: AbortSignal;
	/** Called before each attack. */
	onAttack?: (attack: Attack, index: number) => void;
}

/** Timeout of one attack. */
const maxMs = 90_000;

/** Plays attacks one after the other: they share the range. */
export async function playAttacks(attacks: readonly Attack[], range: Range, { signal, onAttack }: Playing): Promise<PlayedAttack[]> {
	const played: PlayedAttack[] = [];
	for (const [index, attack] of attacks.entries()) {
		signal.throwIfAborted();
		onAttack?.(attack, index);
		const start = performance.now();
		const observation = await playWithin(attack, range);
		played.push({ attack, observation, milliseconds: Math.round(performance.now() - start) });
	}
	return played;
}

async function playWithin(attack: Attack, range: Range): Promise<Observation> {
	const { promise: late, resolve } = Promise.withResolvers<Observation>();
	const timer = setTimeout(() => resolve(failed(`It did not end within ${maxMs / 1000} s.`)), maxMs);
	try {
		return await Promise.race([attack.play(range), late]);
	} catch (error) {
		return failed(getErrorMessage(error));
	} finally {
		clearTimeout(timer);
	}
}
