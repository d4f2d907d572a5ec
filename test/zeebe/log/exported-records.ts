import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { TroupeError } from '../../../core/base/errors';
import type { EngineObserver } from '../../contract/contract-case';
import type { EngineEvent } from '../../../engine-adapter/engine/engine-events';
import type { Incident, Instance, InstanceState, UserTask } from '../../../engine-adapter/engine/instances';
import { toEngineEvents, type ZeebeRecord } from './zeebe-record';

const endStates: Record<string, InstanceState> = { ELEMENT_COMPLETED: 'COMPLETED', ELEMENT_TERMINATED: 'TERMINATED' };

/** Tells what a broker did from the file that its record exporter writes: what an 8.6 gateway has no call for. */
export class ExportedRecords implements EngineObserver {
	/** Events, commands and rejections. */
	readonly #lines: ZeebeRecord[] = [];
	readonly #records: ZeebeRecord[] = [];
	/** Events by instance: a log of all cases has hundreds of thousands, and every step asks for those of its own. */
	readonly #byInstance = new Map<string, ZeebeRecord[]>();
	#arrival = Promise.withResolvers<void>();
	#offset = 0;
	#handle?: number;
	#closed = false;

	constructor(private readonly file: string) {}

	async *subscribe(after: number, { instanceKey }: { instanceKey?: string }, signal: AbortSignal): AsyncIterable<EngineEvent> {
		for (let next = 0; !signal.aborted;) {
			for (; next < this.#records.length; next++) {
				const events = toEngineEvents(this.#records[next]!);
				yield* events.filter((event) => event.position > after && (instanceKey === undefined || event.instanceKey === instanceKey));
			}
			await Promise.race([this.#arrival.promise, sleep(10).then(() => this.#readNewLines())]);
		}
	}

	/** Everything so far: events, commands and rejections. Those who follow events have them a turn later. */
	all(): readonly ZeebeRecord[] {
		this.#readNewLines();
		return this.#lines;
	}

	/** The events of an instance so far; of all without one. */
	of(instanceKey?: string): readonly ZeebeRecord[] {
		this.#readNewLines();
		return instanceKey === undefined ? this.#records : (this.#byInstance.get(instanceKey) ?? []);
	}

	async findInstance(instanceKey: string): Promise<Instance> {
		const records = this.of(instanceKey);
		const roots = records.filter(({ valueType, value }) => valueType === 'PROCESS_INSTANCE' && value.bpmnElementType === 'PROCESS');
		if (roots.length === 0) throw new TroupeError({ code: 'INSTANCE_NOT_FOUND', message: `no records of instance ${instanceKey}` });
		// A migrated variable is told without its value; a migrated instance has another process from then on.
		const variables = records.filter(
			({ valueType, intent, value }) => valueType === 'VARIABLE' && intent !== 'MIGRATED' && String(value.scopeKey) === instanceKey,
		);
		const { bpmnProcessId, version } = roots.at(-1)!.value;
		return {
			instanceKey,
			processId: bpmnProcessId!,
			version: version!,
			state: roots.map(({ intent }) => endStates[intent]).find((state) => state !== undefined) ?? 'ACTIVE',
			hasIncident: (await this.searchIncidents({ instanceKey })).length > 0,
			variables: Object.fromEntries(variables.map(({ value }) => [value.name!, JSON.parse(value.value!)])),
		};
	}

	async searchUserTasks({ instanceKey }: { instanceKey?: string }): Promise<UserTask[]> {
		const open = await this.#open(instanceKey, 'USER_TASK', 'CREATED', ['COMPLETED', 'CANCELED']);
		return open.map(({ key, value }) => ({
			key: String(key),
			instanceKey: String(value.processInstanceKey),
			elementId: value.elementId!,
			name: value.elementId!,
			variables: value.variables ?? {},
		}));
	}

	/** @param processId of its definition: other tests leave instances on the same engine */
	async searchIncidents({ instanceKey, processId }: { instanceKey?: string; processId?: string }): Promise<Incident[]> {
		const open = await this.#open(instanceKey, 'INCIDENT', 'CREATED', ['RESOLVED']);
		const theirs = open.filter(({ value }) => processId === undefined || value.bpmnProcessId === processId);
		return theirs.map(({ key, value }) => ({
			key: String(key),
			instanceKey: String(value.processInstanceKey),
			elementId: value.elementId!,
			errorType: value.errorType!,
			message: value.errorMessage!,
			jobKey: value.jobKey === undefined || value.jobKey < 0 ? undefined : String(value.jobKey),
		}));
	}

	/** The key of the active instance of an element; a multi-instance body is not one. */
	async findElement(instanceKey: string, elementId: string): Promise<string | undefined> {
		const ends = ['ELEMENT_COMPLETED', 'ELEMENT_TERMINATED'];
		const active = await this.#open(instanceKey, 'PROCESS_INSTANCE', 'ELEMENT_ACTIVATED', ends);
		const found = active.find(({ value }) => value.elementId === elementId && value.bpmnElementType !== 'MULTI_INSTANCE_BODY');
		return found && String(found.key);
	}

	/** A multi-instance body has the id of its activity. */
	async findElementInstances(instanceKey: string, elementId: string): Promise<string[]> {
		const open = await this.#open(instanceKey, 'PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', Object.keys(endStates));
		return open.filter(({ value }) => value.elementId === elementId).map(({ key }) => String(key));
	}

	async findFormVersion(formKey: string): Promise<number | undefined> {
		return this.of().find(({ valueType, key }) => valueType === 'FORM' && String(key) === formKey)?.value.version;
	}

	close(): void {
		if (this.#handle !== undefined) closeSync(this.#handle);
		this.#closed = true;
	}

	async #open(instanceKey: string | undefined, valueType: string, created: string, ended: string[]): Promise<ZeebeRecord[]> {
		const records = this.of(instanceKey).filter((record) => record.valueType === valueType);
		const endedKeys = new Set(records.filter(({ intent }) => ended.includes(intent)).map(({ key }) => key));
		return records.filter(({ intent, key }) => intent === created && !endedKeys.has(key));
	}

	/** Asked hundreds of times a second, mostly for nothing: without a turn through the thread pool each costs microseconds. */
	#readNewLines(): void {
		if (this.#closed) return;
		this.#handle ??= openSync(this.file, 'r');
		const { size } = fstatSync(this.#handle);
		if (size === this.#offset) return;
		const chunk = Buffer.alloc(size - this.#offset);
		const bytesRead = readSync(this.#handle, chunk, 0, chunk.length, this.#offset);
		// The last line may end within a character; the exporter's JSON escapes nothing, so only whole lines are decoded.
		const whole = chunk.subarray(0, bytesRead).lastIndexOf(10) + 1;
		this.#offset += whole;
		if (whole === 0) return;
		const read = chunk.toString('utf8', 0, whole).split('\n').slice(0, -1);
		// One by one: what an earlier test file left is more than a call takes arguments.
		for (const line of read) {
			const record = JSON.parse(line) as ZeebeRecord;
			this.#lines.push(record);
			if (record.recordType === 'EVENT') this.#keep(record);
		}
		this.#arrival.resolve();
		this.#arrival = Promise.withResolvers();
	}

	#keep(record: ZeebeRecord): void {
		this.#records.push(record);
		const instanceKey = String(record.value.processInstanceKey);
		const known = this.#byInstance.get(instanceKey);
		if (known) known.push(record);
		else this.#byInstance.set(instanceKey, [record]);
	}
}
