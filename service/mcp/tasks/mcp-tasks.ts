import { randomBytes } from 'node:crypto';
import type { CallToolResult } from '@modelcontextprotocol/server';
import { TroupeError } from '../../../core/base/errors';
import { type Clock, systemClock } from '../../../core/ports/host';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import type { KeptTaskDocuments } from '../../../providers/compose/state/host-task-documents';
import type { OfferedTool } from '../mcp-tool';
import type { Asker, LongWork, Patience, Progress } from './long-work';

/** Stored sealed, for its caller. */
interface StoredTask {
	tool: string;
	/** Milliseconds since the epoch. */
	createdAt: number;
	ttlMs: number;
	work: object;
	responses: Record<string, unknown>;
	end?: { kind: 'ended'; result: CallToolResult } | { kind: 'cancelled' };
}

export interface TaskView extends Pick<StoredTask, 'createdAt' | 'ttlMs'> {
	id: string;
	/** Milliseconds since the epoch. */
	seenAt: number;
	progress: Progress;
}

interface TaskParts {
	openTaskDocuments: (grant: Grant, ttlMs: number) => Promise<KeptTaskDocuments>;
	reportFault: (error: unknown) => void;
	clock?: Clock;
}

const maxTtlMs = 24 * 3_600_000;
const minTtlMs = 60_000;
const maxResponseCharacters = 65_536;
const documentId = 'task';
const atOnce: Patience = { milliseconds: 0, signal: AbortSignal.abort() };

/** Stores calls that outlast their request and process. Callers find their own, for their permitted tools. */
export class McpTasks {
	readonly #clock: Clock;
	#isClosed = false;

	constructor(private readonly parts: TaskParts) {
		this.#clock = parts.clock ?? systemClock;
	}

	/** @returns undefined if the caller has too many */
	async create(tool: OfferedTool, work: object, asker: Asker, ttlMs = maxTtlMs): Promise<TaskView | undefined> {
		const id = randomBytes(24).toString('base64url');
		const lives = Math.min(Math.max(ttlMs, minTtlMs), maxTtlMs);
		const task: StoredTask = { tool: tool.listed.name, createdAt: this.#clock.now(), ttlMs: lives, work, responses: {} };
		if (!(await this.#put(id, task, asker.grant))) return undefined;
		// The result is stored before anybody asks.
		const settle = async () => void (this.#isClosed || (await this.look(id, [tool], asker, atOnce)));
		tool.long!.finished?.(work)?.then(settle).catch(this.parts.reportFault);
		return this.#view(id, task, { kind: 'working' });
	}

	close(): void {
		this.#isClosed = true;
	}

	/** Undefined without such a task of the caller. */
	async look(id: string, tools: OfferedTool[], asker: Asker, patience: Patience): Promise<TaskView | undefined> {
		const [task, long] = await this.#find(id, tools, asker.grant);
		return task && long && this.#view(id, task, await this.#look(id, task, long, asker, patience));
	}

	/**
	 * Takes persons' answers, ignoring unexpected ones. The task continues with all of them. @returns true if the task exists @throws TroupeError
	 * INPUT_INVALID if there is too much of them
	 */
	async update(id: string, responses: Record<string, unknown>, tools: OfferedTool[], asker: Asker): Promise<boolean> {
		const [task, long] = await this.#find(id, tools, asker.grant);
		if (!task || !long) return false;
		if (task.end) return true;
		task.responses = { ...task.responses, ...responses };
		if (JSON.stringify(task.responses).length > maxResponseCharacters) throw tooMuch();
		await this.#put(id, task, asker.grant);
		await this.#look(id, task, long, asker, atOnce);
		return true;
	}

	/** Ends an open task. @returns its state; undefined if there is no such task */
	async cancel(id: string, tools: OfferedTool[], asker: Asker): Promise<{ view: TaskView; hadEnded: boolean } | undefined> {
		const [task, long] = await this.#find(id, tools, asker.grant);
		if (!task || !long) return undefined;
		const before = await this.#look(id, task, long, asker, atOnce);
		if (task.end) return { view: this.#view(id, task, before), hadEnded: true };
		task.end = { kind: 'cancelled' };
		await this.#put(id, task, asker.grant);
		await long.cancel(task.work, asker.grant);
		return { view: this.#view(id, task, task.end), hadEnded: false };
	}

	async #look(id: string, task: StoredTask, long: LongWork, asker: Asker, patience: Patience): Promise<Progress> {
		if (task.end) return task.end;
		const progress = await long.look(task.work, task.responses, asker, patience);
		if (progress.kind !== 'ended' && progress.kind !== 'cancelled') return progress;
		const [stored] = await this.#read(id, asker.grant);
		if (stored?.end) return (task.end = stored.end);
		task.end = progress;
		await this.#put(id, task, asker.grant);
		long.forget?.(task.work);
		return progress;
	}

	/** A caller without the tool's scope has no task of it. */
	async #find(id: string, tools: OfferedTool[], grant: Grant): Promise<[StoredTask?, LongWork?]> {
		const [task] = await this.#read(id, grant);
		return [task, tools.find(({ listed }) => listed.name === task?.tool)?.long];
	}

	async #read(id: string, grant: Grant): Promise<StoredTask[]> {
		const kept = await (await this.parts.openTaskDocuments(grant, maxTtlMs)).list<StoredTask>(id);
		return kept.map(({ document }) => document);
	}

	async #put(id: string, task: StoredTask, grant: Grant): Promise<boolean> {
		const left = task.createdAt + task.ttlMs - this.#clock.now();
		return (await this.parts.openTaskDocuments(grant, left)).put(id, documentId, task);
	}

	#view(id: string, { createdAt, ttlMs }: StoredTask, progress: Progress): TaskView {
		return { id, createdAt, ttlMs, seenAt: this.#clock.now(), progress };
	}
}

const tooMuch = () =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The answers of this task are longer than ${maxResponseCharacters} characters.`,
		fix: 'Answer only what the task asks for.',
	});
