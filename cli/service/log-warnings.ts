import type { Host } from '../../providers/compose/host';
import type { GatedCommand } from '../gated-commands';
import type { Log } from './log';

const hourMs = 3_600_000;

/**
 * Writes into the log what the gate adds to its yes, such as that what this site lives by is about to end: now, and for as long as the process
 * runs, also when no job comes. Each text once; one that counts days is another each day.
 */
export function logWarnings(
	{ gate }: Pick<Host, 'gate'>,
	name: GatedCommand,
	log: Log,
	everyMs = hourMs,
): { firstCheck: Promise<void>; stop: () => void } {
	const logged = new Set<string>();
	const tell = async () => {
		const { warnings = [] } = await gate.admit({ kind: 'command', name });
		for (const warning of warnings) {
			if (logged.has(warning)) continue;
			logged.add(warning);
			log('warn', warning);
		}
	};
	// A refusal is told where work is refused, and written down by the gate.
	const ask = () => tell().catch(() => undefined);
	const timer = setInterval(() => void ask(), everyMs).unref();
	return { firstCheck: ask(), stop: () => clearInterval(timer) };
}
