import { readServiceAddress } from '../../../../service/access/service-address';
import { fail, ok, skipped, warn, type Check, type Finding } from '../../check';

/** Longer than the service waits for its parts. */
const maxMs = 8_000;

/** Asks the service: only it has watched long enough. */
export const serviceCheck: Check = {
	id: 'service',
	looksAt: 'whether the service of this home is ready, and what it warns of, such as work that nobody takes',
	async look({ home }, signal) {
		const address = readServiceAddress(home);
		if (address === undefined) return [skipped('No service of this home runs the embedded engine.')];
		try {
			const answer = await fetch(`${address}/readyz`, { signal: AbortSignal.any([signal, AbortSignal.timeout(maxMs)]) });
			const readiness = readReadiness(await answer.text());
			return readiness === undefined ? [another(address)] : judge(address, readiness);
		} catch (error) {
			const { cause = error } = error as { cause?: { code?: string; name?: string } };
			const { code, name } = cause as { code?: string; name?: string };
			return [warn(`The service at ${address} does not answer (${code ?? name}).`, 'Start `troupe serve` again, and look at its log.')];
		}
	},
};

/** A killed service leaves its address to the next listener there. */
const another = (address: string): Finding =>
	warn(
		`Another program answers at ${address}, where the service of this home was.`,
		'Start `troupe serve` again. If it says that the port is in use, end that program, or choose another port with --port.',
	);

interface Readiness {
	status: string;
	checks?: Record<string, string>;
	warnings?: string[];
}

/** Reads an answer to /readyz; undefined if it is not one of the service. */
function readReadiness(text: string): Readiness | undefined {
	try {
		const answer = JSON.parse(text) as Partial<Readiness> | null;
		return typeof answer?.status === 'string' && typeof answer.checks === 'object' ? (answer as Readiness) : undefined;
	} catch {
		return undefined;
	}
}

function judge(address: string, { status, checks = {}, warnings = [] }: Readiness): Finding[] {
	const states = Object.entries(checks).map(([part, state]) => `${part} ${state}`);
	const readiness =
		status === 'ready'
			? ok(`The service at ${address} is ready.`)
			: fail(`The service at ${address} is ${status}: ${states.join(', ')}.`, 'Look at its log, which names the cause.');
	return [readiness, ...warnings.map((text): Finding => ({ state: 'warn', text }))];
}
