import { parseDate } from '../../bpmn/timer';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { TenantEngine } from '../../engine-adapter/embedded/tenant-engine';
import { waitsFor } from '../../engine-adapter/embedded/work/named-people';
import { searchUserTaskDetails, type UserTaskSummary } from '../../engine-adapter/embedded/work/work-directory';
import { engineCaller } from '../access/engine-caller';
import type { InboxItem, InboxSource } from './inbox-item';
import type { TaskLister } from './listers';

/** Portions of open tasks that are looked through: somebody who is named by few of them does not make a service read all. */
const maxLooks = 5;

export const taskLister =
	(engine: EmbeddedEngine, serviceTenant: string): TaskLister =>
	async (grant, max) => {
		const caller = engineCaller(grant, serviceTenant);
		const own = new TenantEngine(engine, caller);
		return lookThrough(
			(after) => own.read((kernel, tenants) => searchUserTaskDetails(kernel, { after, tenants })),
			({ state, properties }) => state === 'CREATED' && waitsFor(properties, caller.person),
			max,
		);
	};

/** Looks for at most `max` tasks, and says whether some were not looked at. @param read the portion after a key; an empty one is the end */
export async function lookThrough<Task extends { key: string }>(
	read: (after?: string) => Promise<Task[]>,
	isWanted: (task: Task) => boolean,
	max: number,
): Promise<{ tasks: Task[]; isMore: boolean }> {
	const tasks: Task[] = [];
	let portion = await read();
	for (let look = 1; portion.length > 0; look += 1) {
		tasks.push(...portion.filter(isWanted));
		if (tasks.length > max) break;
		portion = await read(portion.at(-1)!.key);
		if (look === maxLooks) break;
	}
	return { tasks: tasks.slice(0, max), isMore: portion.length > 0 };
}

/** User tasks of processes. */
export const taskItems: InboxSource = {
	kinds: ['task'],
	scopes: ['process:read', 'process:run'],
	async read({ grant, listTasks }, max) {
		if (!grant || !listTasks) return undefined;
		const { tasks, isMore } = await listTasks(grant, max);
		return { items: tasks.map(toItem), isMore };
	},
};

function toItem({ key, node, properties, createdAt, processId, processName, instanceKey }: UserTaskSummary): InboxItem {
	const { dueDate } = properties;
	return {
		...{ kind: 'task', id: key, title: node.name || node.id, subject: instanceKey, process: processName ?? processId },
		...{ since: createdAt, due: dueDate === undefined ? undefined : parseDate(dueDate) },
	};
}
