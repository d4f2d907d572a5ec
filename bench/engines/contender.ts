import { chain, endEvent, processModel, serviceTask, startEvent } from '../../test/contract/model-builder';
import type { Resource } from '../../engine-adapter/engine/deployments';
import type { Variables } from '../../engine-adapter/engine/variables';

/** The number of service tasks of an instance, in sequence. */
export const shapes = [1, 10] as const;
export type Shape = (typeof shapes)[number];

/** An engine of the comparison. */
export interface Contender {
	readonly name: string;
	/** Runs one instance of the shape to its end. */
	runInstance(shape: Shape): Promise<void>;
	close(): Promise<void>;
}

/** The variables of every instance, and the result of every task. */
export const variables: Variables = { orderId: 'AU-1042', amount: 129.9, customer: { name: 'Ana', city: 'Curitiba' } };
export const brought: Variables = { checked: true };
export const jobType = 'bench-work';

export const createProcessId = (shape: Shape): string => `chain-${shape}`;

export function createModel(shape: Shape): Resource {
	const tasks = Array.from({ length: shape }, (_, index) => `task-${index + 1}`);
	return processModel(createProcessId(shape), [
		startEvent(),
		...tasks.map((id) => serviceTask(id, { type: jobType })),
		endEvent(),
		...chain('start', ...tasks, 'end'),
	]);
}
