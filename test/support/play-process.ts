import { isTroupeError } from '../../core/base/errors';
import type { Incident } from '../../engine-adapter/engine/instances';
import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';
import type { Variables } from '../../engine-adapter/engine/variables';
import { waitUntil } from './wait-until';

/** What can be seen of an engine. */
export type Observer = Pick<ProcessEngine, 'searchUserTasks' | 'searchIncidents' | 'findInstance'>;

interface Script {
	processId: string;
	variables: Variables;
	/** What people set in the tasks of the process, in order. */
	people?: Variables[];
}

interface Ending {
	variables?: Variables;
	incident?: Incident;
}

/** Plays a process to its end: the variables, or the first incident, after which it is cancelled. */
export async function playProcess(
	engine: ProcessEngine,
	observer: Observer,
	{ processId, variables, people = [] }: Script,
): Promise<Ending> {
	const { instanceKey } = await engine.start({ processId, variables });
	const completed = new Set<string>();
	const look = async (): Promise<Ending | undefined> => {
		const [task] = (await observer.searchUserTasks({ instanceKey })).filter(({ key }) => !completed.has(key));
		const decision = people[completed.size];
		if (task && decision) {
			completed.add(task.key);
			await engine.completeUserTask(task.key, decision);
		}
		const [incident] = await observer.searchIncidents({ instanceKey });
		if (incident) return { incident, variables: undefined };
		const instance = await observer.findInstance(instanceKey).catch(ignoreNotWritten);
		return instance?.state === 'COMPLETED' ? { variables: instance.variables, incident: undefined } : undefined;
	};
	const ending = await waitUntil(`the end of the process ${processId}`, look, { forMs: 110_000, everyMs: 20 });
	if (ending.incident) await engine.cancel(instanceKey);
	return ending;
}

/** A broker writes its log a moment after it answers. */
function ignoreNotWritten(error: unknown): undefined {
	if (!isTroupeError(error) || error.code !== 'INSTANCE_NOT_FOUND') throw error;
}
