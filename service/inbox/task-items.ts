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
		const mine: UserTaskSummary[] = [];
		let after: string | undefined;
		for (let look = 0; look < maxLooks && mine.length < max; look += 1) {
			const found = await own.read((kernel, tenants) => searchUserTaskDetails(kernel, { after, tenants }));
			mine.push(...found.filter(({ state, properties }) => state === 'CREATED' && waitsFor(properties, caller.person)));
			after = found.at(-1)?.key;
			if (after === undefined) break;
		}
		return mine.slice(0, max);
	};

/** User tasks of processes. */
export const taskItems: InboxSource = {
	kinds: ['task'],
	scopes: ['process:read', 'process:run'],
	read: async ({ grant, listTasks }, max) => (grant && listTasks ? (await listTasks(grant, max)).map(toItem) : undefined),
};

function toItem({ key, node, properties, createdAt, processId, processName, instanceKey }: UserTaskSummary): InboxItem {
	const { dueDate } = properties;
	return {
		...{ kind: 'task', id: key, title: node.name || node.id, subject: instanceKey, process: processName ?? processId },
		...{ since: createdAt, due: dueDate === undefined ? undefined : parseDate(dueDate) },
	};
}
