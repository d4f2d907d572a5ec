import type { ZeebeRecord } from './zeebe-record';

/** The name of the messages that mark a point in the log; nothing waits for them. */
export const barrierName = 'troupe-barrier';

/** Further away than any case waits. */
const farAwayMs = 60_000;

interface OpenJob {
	type: string;
	activatable: boolean;
	/** Milliseconds since the epoch at which its backoff ends. */
	dueAt?: number;
}

/** What the log says is still to happen without outside input, read record by record. */
export class OpenWork {
	/** Records that tell of more than barriers and polls that found nothing. */
	count = 0;
	/** Requests to start an instance that were processed. */
	starts = 0;
	/** The key of the mark that passed last. */
	lastBarrier?: string;
	/** By job key: how often it was handed to a worker, and how often a worker's answer was processed. */
	readonly activations = new Map<string, number>();
	readonly answers = new Map<string, number>();
	readonly #jobs = new Map<string, OpenJob>();
	readonly #timers = new Map<number, number>();
	readonly #messages = new Map<number, number>();

	/** `worker` is the name of the workers whose jobs are waited for. */
	constructor(private readonly worker: string) {}

	read(record: ZeebeRecord): void {
		const { valueType, value } = record;
		if (valueType === 'JOB_BATCH' && !value.jobs?.length) return;
		if (value.name === barrierName) {
			if (record.intent === 'PUBLISHED') this.lastBarrier = String(record.key);
			return;
		}
		this.count++;
		if (valueType === 'JOB') this.#readJob(record);
		if (valueType === 'PROCESS_INSTANCE_CREATION' && record.recordType !== 'COMMAND') this.starts++;
		if (record.recordType === 'EVENT') this.#readEvent(record);
	}

	/** What must happen by itself now, in words; undefined when nothing must. Jobs of the types have a worker. */
	expected(servedTypes: ReadonlySet<string>): string | undefined {
		const now = Date.now();
		for (const [key, { type, activatable, dueAt }] of this.#jobs) {
			if (activatable && servedTypes.has(type)) return `job ${key} (${type}) goes to a worker`;
			if (dueAt !== undefined && dueAt <= now) return `the backoff of job ${key} ends`;
		}
		for (const [key, dueAt] of this.#timers) if (dueAt <= now) return `timer ${key} is triggered`;
		return undefined;
	}

	/** Milliseconds since the epoch at which time brings the next change; undefined when it is far away. */
	nextDue(): number | undefined {
		const now = Date.now();
		const jobs = [...this.#jobs.values()].map(({ dueAt }) => dueAt ?? Infinity);
		// A message that is past its time is kept until the broker tidies up, and correlates no more.
		const messages = [...this.#messages.values()].filter((deadline) => deadline >= now);
		const next = Math.min(...jobs, ...this.#timers.values(), ...messages);
		return next > now + farAwayMs ? undefined : next;
	}

	#readEvent(record: ZeebeRecord): void {
		const { valueType, value } = record;
		if (valueType === 'JOB_BATCH') for (const key of value.jobKeys!) this.#activated(String(key), value.worker!);
		if (valueType === 'INCIDENT' && record.intent === 'RESOLVED') this.#resolved(String(value.jobKey));
		if (valueType === 'TIMER') keep(this.#timers, record, 'CREATED', value.dueDate);
		if (valueType === 'MESSAGE') keep(this.#messages, record, 'PUBLISHED', value.deadline);
	}

	#readJob({ key, recordType, intent, value }: ZeebeRecord): void {
		const job = String(key);
		const isAnswer = recordType === 'EVENT' ? answered.has(intent) : recordType === 'COMMAND_REJECTION';
		if (isAnswer) add(this.answers, job);
		if (recordType !== 'EVENT') return;
		const type = value.type!;
		if (['COMPLETED', 'CANCELED'].includes(intent)) this.#jobs.delete(job);
		else if (activatable.has(intent)) this.#jobs.set(job, { type, activatable: true });
		else if (intent === 'ERROR_THROWN') this.#jobs.set(job, { type, activatable: false });
		else if (intent === 'FAILED') {
			const dueAt = value.retries! > 0 && value.retryBackoff! > 0 ? value.recurringTime : undefined;
			this.#jobs.set(job, { type, activatable: value.retries! > 0 && dueAt === undefined, dueAt });
		}
	}

	#activated(key: string, worker: string): void {
		if (worker === this.worker) add(this.activations, key);
		const job = this.#jobs.get(key);
		if (job) this.#jobs.set(key, { type: job.type, activatable: false });
	}

	#resolved(jobKey: string): void {
		const job = this.#jobs.get(jobKey);
		if (job) job.activatable = true;
	}
}

const answered = new Set(['COMPLETED', 'FAILED', 'ERROR_THROWN']);
const activatable = new Set(['CREATED', 'TIMED_OUT', 'YIELDED', 'RECURRED_AFTER_BACKOFF']);

/** Counts one more. */
export function add(counts: Map<string, number>, key: string): void {
	counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Holds what begins with an intent and ends with any other. */
function keep(open: Map<number, number>, { key, intent }: ZeebeRecord, begins: string, dueAt: number | undefined): void {
	if (intent === begins) open.set(key, dueAt!);
	else open.delete(key);
}
