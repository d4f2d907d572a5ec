/** Ends a run in the sandbox whose agent, or whose tenant, is turned off with `troupe switch`. */
import { composeCallSwitches } from '../../providers/compose/state/host-switches';
import type { ReportedSubject } from '../report/reported-run';
import type { PortContext } from './ports/open-ports';
import type { RunRules } from './run-rules';

/**
 * Does the work of a run. A replay asks no model and calls no tool, so that no switch concerns it.
 * @throws TroupeError RUN_STOPPED; STORAGE_… if the switches cannot be read
 */
export async function whileSwitchedOn<Result>(
	{ subject, ports: { host, named } }: { subject: ReportedSubject; ports: Pick<PortContext, 'host' | 'named'> },
	{ rules, signal }: { rules: RunRules; signal: AbortSignal },
	work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
	const hasAgents = subject.kind === 'agent' || subject.kind === 'process';
	const [agent] = named?.keys() ?? [];
	const watched = hasAgents && rules.replay === undefined ? await (await composeCallSwitches(host))({ agent }) : undefined;
	if (!watched) return work(signal);
	try {
		return await work(AbortSignal.any([signal, watched.signal]));
	} finally {
		watched.end();
		// The result of a process that was ended does not matter; the reason does.
		watched.signal.throwIfAborted();
	}
}
