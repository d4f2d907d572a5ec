import { randomUUID } from 'node:crypto';
import { pause } from '../../../core/base/async/pause';
import { isForUsers, toCallerFault } from '../../../core/base/caller-fault';
import { TroupeError } from '../../../core/base/errors';
import type { TakenWork } from '../../../core/ports/work';
import { startWorkRunner, type WorkRunner } from '../../../core/work/work-runner';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import { openOperations } from '../../../providers/compose/state/host-operations';
import type { FullOf, OperationEnd, Progress, QueuedOperation } from '../../../providers/state/operations/operations';
import type { Log } from '../../log/log';
import type { ReportFault } from '../../log/fault-log';
import type { Operation, OperationHost } from '../operation';
import { boundTo, type Outcome } from './describe-operation';

type ServedHost = Omit<OperationHost, 'tenant'>;

interface RunnerParts {
	host: ServedHost;
	/** By their names. */
	operations: Readonly<Record<string, Operation>>;
	log: Log;
	reportFault: ReportFault;
	/** Default 30 seconds. */
	leaseMs?: number;
}

/** Rights of the caller, as they were when it asked. */
interface StoredGrant extends Pick<Grant, 'caller' | 'asker' | 'keyLimits' | 'rate'> {
	id?: string;
	scopes: string[];
}

interface StoredInput {
	input: unknown;
	grant: StoredGrant;
}

const atOnce = 4;
/** A process that ends with an operation again and again is not tried with a fourth. */
const maxLost = 3;
const reportEveryMs = 1_000;
const cleanEveryMs = 3_600_000;
/** As much as the command reads. */
const maxAnswerCharacters = 32 * 1024 * 1024;

/** Does operations of callers in the background, a few at a time: also those that an earlier process left. */
export class BackgroundRunner {
	readonly #stop = new AbortController();
	#runner: Promise<WorkRunner> | undefined;
	#cleaning: Promise<void> = Promise.resolve();

	constructor(private readonly parts: RunnerParts) {}

	start(): void {
		this.#runner = this.#open().then(({ store: { queue } }) =>
			startWorkRunner({
				...{ queue, concurrency: atOnce, maxLost, leaseMs: this.parts.leaseMs, onFault: this.#report },
				perform: (operation, work, signal) => this.#perform(operation, work, signal),
			}),
		);
		this.#runner.catch(this.#report);
		this.#cleaning = this.#clean();
	}

	/** @param scope what the caller needed for it @returns the id @throws TroupeError RATE_LIMITED where too many wait or are done */
	async add(name: string, { inBackground }: Operation, input: unknown, scope: string, grant: Grant): Promise<string> {
		const { store, seal } = await this.#open();
		const { tenant, subject: caller } = grant.caller;
		const id = randomUUID();
		const { asker, keyLimits, rate } = grant;
		const kept: StoredInput = {
			input,
			grant: { id: grant.id, caller: grant.caller, scopes: [...grant.scopes], asker, keyLimits, rate },
		};
		const sealed = await seal(JSON.stringify(kept), boundTo(tenant, id, 'input'));
		const full = await store.add(tenant, { id, name, scope, caller, isRepeatable: inBackground === 'repeatable', input: sealed });
		if (full !== undefined) throw tooMany(full);
		this.parts.log('info', 'operation queued', { operation: id, name, tenant, caller });
		return id;
	}

	/** Ends the operations that are done here: what is repeatable is done by another process, or by the next one. */
	async stop(): Promise<void> {
		this.#stop.abort();
		const runner = await this.#runner?.catch(() => undefined);
		await Promise.all([this.#cleaning, runner?.close(0)]);
	}

	readonly #report = (error: unknown) => this.parts.reportFault(error, { url: '/api/v1/operations' });

	#open() {
		return openOperations(this.parts.host);
	}

	async #perform(queued: QueuedOperation, work: TakenWork, ofWork: AbortSignal): Promise<void> {
		const { store, seal } = await this.#open();
		const { tenant, id, name, isRepeatable } = queued;
		const startedAt = performance.now();
		const reporter = this.#followProgress(work, store);
		const stopping = AbortSignal.any([ofWork, this.#stop.signal]);
		const signal = AbortSignal.any([stopping, reporter.lost]);
		let outcome: Outcome;
		try {
			outcome = { answer: await this.#do(queued, signal, reporter.report) };
		} catch (error) {
			if (reporter.lost.aborted) return;
			if (stopping.aborted) {
				// Nothing else does it before this lease ends, so that no one waits for it.
				await (isRepeatable ? store.queue.retry(work, 0) : store.end(work, { state: 'interrupted' }));
				return;
			}
			const { isWhole, ...fault } = toCallerFault(error, isForUsers);
			if (!isWhole) this.#report(error);
			outcome = { error: fault };
		} finally {
			await reporter.end();
		}
		const state: OperationEnd['state'] = 'error' in outcome ? 'failed' : 'completed';
		if (!(await store.end(work, { state, answer: await seal(JSON.stringify(outcome), boundTo(tenant, id, 'outcome')) }))) return;
		const seconds = Math.round(performance.now() - startedAt) / 1_000;
		const code = 'error' in outcome ? outcome.error.code : undefined;
		this.parts.log('info', 'operation ended', { operation: id, name, tenant, state, code, seconds });
	}

	/** @throws TroupeError of the operation, INPUT_TOO_LARGE for an answer that cannot be kept */
	async #do({ tenant, id, name, input: sealed }: QueuedOperation, signal: AbortSignal, report: (progress: Progress) => void) {
		const { unseal } = await this.#open();
		const { input, grant } = JSON.parse(await unseal(sealed, boundTo(tenant, id, 'input'))) as StoredInput;
		const declared = this.parts.operations[name];
		// Another version of the service took it.
		if (!declared) throw unknown(name);
		const place = { ...this.parts.host, tenant, grant: { ...grant, scopes: new Set(grant.scopes), expiresAt: Infinity } };
		const answer = await declared.perform(input, { host: place, by: grant.caller.subject, signal, report });
		if (JSON.stringify(answer).length > maxAnswerCharacters) throw tooLarge();
		return answer;
	}

	/** Stores the last progress about once a second, and notices that the operation was cancelled. */
	#followProgress(work: TakenWork, store: Awaited<ReturnType<typeof openOperations>>['store']) {
		const [lost, over] = [new AbortController(), new AbortController()];
		let latest: Progress | undefined;
		const tell = async () => {
			const told = latest;
			latest = undefined;
			if (!(await store.report(work, told))) lost.abort(new Error('The operation was cancelled.'));
		};
		const follow = async () => {
			while (!over.signal.aborted && !lost.signal.aborted) {
				await pause(reportEveryMs, over.signal);
				await tell().catch(this.#report);
			}
		};
		const followed = follow();
		return {
			lost: lost.signal,
			report: (progress: Progress) => void (latest = progress),
			end: () => {
				over.abort();
				return followed;
			},
		};
	}

	/** A fault of the store is reported and does not end it. */
	async #clean(): Promise<void> {
		while (!this.#stop.signal.aborted) {
			await this.#open()
				.then(({ store }) => store.clean())
				.catch(this.#report);
			await pause(cleanEveryMs, this.#stop.signal, false);
		}
	}
}

const whose: Record<FullOf, string> = { service: 'this service', tenant: 'your tenant', caller: 'this caller' };

const tooMany = (full: FullOf) =>
	new TroupeError({
		code: 'RATE_LIMITED',
		message: `The operations of ${whose[full]} that wait or are done are too many, or too large.`,
		fix: 'Ask again when some of them have ended.',
		retryable: true,
		retryAfterMs: 5_000,
	});

const unknown = (name: string) =>
	new TroupeError({ code: 'NOT_SUPPORTED', message: `This version of the service does not know the operation ${name}.` });

const tooLarge = () =>
	new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The answer has more than ${maxAnswerCharacters} characters, which the service does not keep.`,
		fix: 'Ask for less, such as for a shorter time.',
	});
