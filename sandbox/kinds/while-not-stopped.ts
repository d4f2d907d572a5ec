/** Ends a run in the sandbox whose agent, or whose tenant, somebody stops with `troupe stop`. */
import { composeCallStops } from '../../providers/compose/state/host-stops';
import type { PortTask } from './ports/port-calls';
import type { Program, RunTerms } from './perform-program';

/**
 * Does the work of a run. A replay asks no model and calls no tool, so that no stop concerns it.
 * @throws TroupeError RUN_STOPPED; STORAGE_… if the stops cannot be read
 */
export async function whileNotStopped<Result>(
	{ subject, ports: { host, named } }: Pick<Program<PortTask>, 'subject' | 'ports'>,
	{ rules, signal }: Pick<RunTerms, 'rules' | 'signal'>,
	work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
	const hasAgents = subject.kind === 'agent' || subject.kind === 'process';
	const [agent] = named?.keys() ?? [];
	const stops = hasAgents && rules.replay === undefined ? await (await composeCallStops(host))({ agent }) : undefined;
	if (!stops) return work(signal);
	try {
		return await work(AbortSignal.any([signal, stops.signal]));
	} finally {
		stops.end();
		// The result of a process that was ended does not matter; the reason does.
		stops.signal.throwIfAborted();
	}
}
