import type { Host } from '../../providers/compose/hosts/host';
import type { Log } from './log';

const hourMs = 3_600_000;

/**
 * Logs gate warnings, such as an expiring approval, now and hourly, also without jobs. Each text is logged once; one with a number of days is new
 * each day.
 */
export function logWarnings(
	{ gate }: Pick<Host, 'gate'>,
	name: 'serve' | 'worker',
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
	// The gate logs a refusal, which is reported where work is refused.
	const ask = () => tell().catch(() => undefined);
	const timer = setInterval(() => void ask(), everyMs).unref();
	return { firstCheck: ask(), stop: () => clearInterval(timer) };
}
