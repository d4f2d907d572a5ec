import { type ListTasksRequest, type ListTasksResponse, type Task, TaskState } from '@a2a-js/sdk';
import { InMemoryTaskStore, type ServerCallContext, type TaskStore } from '@a2a-js/sdk/server';

const maxTasks = 5_000;

/** Waiting tasks survive the process: their run is in the store. */
export interface WaitingTasks {
	find: (taskId: string, context: ServerCallContext) => Promise<Task | undefined>;
	abandon: (taskId: string, context: ServerCallContext) => Promise<void>;
}

/** One agent's tasks in this process; the most recently changed stay. Each caller sees its own. */
export class BoundedTaskStore implements TaskStore {
	/** Least recently changed first. */
	readonly #tasks = new Map<string, { owner: string; task: Task }>();

	constructor(private readonly waiting: WaitingTasks) {}

	async load(taskId: string, context: ServerCallContext): Promise<Task | undefined> {
		const stored = this.#tasks.get(taskId);
		if (stored) return stored.owner === ownerOf(context) ? structuredClone(stored.task) : undefined;
		return this.waiting.find(taskId, context);
	}

	async save(task: Task, context: ServerCallContext): Promise<void> {
		this.#tasks.delete(task.id);
		this.#tasks.set(task.id, { owner: ownerOf(context), task: structuredClone(task) });
		for (const oldest of this.#tasks.keys()) {
			if (this.#tasks.size <= maxTasks) break;
			this.#tasks.delete(oldest);
		}
		if (task.status?.state === TaskState.TASK_STATE_CANCELED) await this.waiting.abandon(task.id, context);
	}

	async list(params: ListTasksRequest, context: ServerCallContext): Promise<ListTasksResponse> {
		const own = new InMemoryTaskStore();
		for (const { owner, task } of this.#tasks.values()) if (owner === ownerOf(context)) await own.save(task, context);
		return own.list(params, context);
	}
}

const ownerOf = ({ user }: ServerCallContext): string => user!.userName;
