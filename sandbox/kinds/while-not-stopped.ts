/** Ends a run in the sandbox whose agent, or whose tenant, somebody stops with `troupe stop`. */
import { composeCallStops } from '../../providers/compose/state/host-stops';
import type { ReportedSubject } from '../report/reported-run';
import type { PortContext } from './ports/open-ports';
import type { RunRules } from './run-rules';

/**
 * Does the work of a run. A replay asks no model and calls no tool, so that no stop concerns it.
 * @throws TroupeError RUN_STOPPED; STORAGE_… if the stops cannot be read
 */
export async function whileNotStopped<Result>(
	{ subject, ports: { host, named } }: { subject: ReportedSubject; ports: Pick<PortContext, 'host' | 'named'> },
	{ rules, signal }: { rules: RunRules; signal: AbortSignal },
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
