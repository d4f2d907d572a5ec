import { findTaskForm } from '../../engine-adapter/embedded/forms/form-directory';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { findTaskEnd, type TaskEnd } from '../../engine-adapter/embedded/history/task-end';
import { TenantEngine } from '../../engine-adapter/embedded/tenant-engine';
import { waitsFor } from '../../engine-adapter/embedded/work/named-people';
import { searchUserTaskDetails } from '../../engine-adapter/embedded/work/work-directory';
import type { Variables } from '../../engine-adapter/engine/variables';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { engineCaller } from '../access/engine-caller';

interface OpenTask {
	schema?: string;
	variables: Variables;
	/** Assigned to the caller or nobody, or the caller decides for others. */
	isForCaller: boolean;
}

/** Reads an open or ended user task; undefined for one hidden from the caller. */
export type TaskReader = (grant: Grant, key: string) => Promise<OpenTask | TaskEnd | undefined>;

export const taskReader =
	(engine: EmbeddedEngine, serviceTenant: string): TaskReader =>
	async (grant, key) => {
		const caller = engineCaller(grant, serviceTenant);
		const { person } = caller;
		const own = new TenantEngine(engine, caller);
		const found = await own.read((kernel, tenants) => {
			const [task] = searchUserTaskDetails(kernel, { key, tenants });
			return (
				task && {
					isForCaller: waitsFor(task.properties, person),
					instanceKey: task.instanceKey,
					schema: findTaskForm(kernel, key, tenants).form?.content,
				}
			);
		});
		if (!found) return own.read((kernel, tenants) => findTaskEnd(kernel, key, tenants));
		const task = (await own.searchUserTasks({ instanceKey: found.instanceKey })).find((one) => one.key === key);
		return (
			task && { variables: task.variables, isForCaller: found.isForCaller, ...(found.schema !== undefined && { schema: found.schema }) }
		);
	};
