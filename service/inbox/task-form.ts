import { findTaskForm } from '../../engine-adapter/embedded/forms/form-directory';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { TenantEngine } from '../../engine-adapter/embedded/tenant-engine';
import { searchUserTaskDetails } from '../../engine-adapter/embedded/work/work-directory';
import type { Variables } from '../../engine-adapter/engine/variables';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { engineCaller } from '../access/engine-caller';

export interface OpenTask {
	/** The text of its form; absent for a task without one. */
	schema?: string;
	variables: Variables;
}

/** Reads an open user task for whoever fills it in; undefined for one that the caller does not see, or that is over. */
export type TaskReader = (grant: Grant, key: string) => Promise<OpenTask | undefined>;

export const taskReader =
	(engine: EmbeddedEngine, serviceTenant: string): TaskReader =>
	async (grant, key) => {
		const own = new TenantEngine(engine, engineCaller(grant, serviceTenant));
		const found = await own.read((kernel, tenants) => {
			const [task] = searchUserTaskDetails(kernel, { key, tenants });
			return task && { instanceKey: task.instanceKey, schema: findTaskForm(kernel, key, tenants).form?.content };
		});
		if (!found) return undefined;
		const task = (await own.searchUserTasks({ instanceKey: found.instanceKey })).find((one) => one.key === key);
		return task && { variables: task.variables, ...(found.schema !== undefined && { schema: found.schema }) };
	};
