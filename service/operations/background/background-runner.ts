import { actAs } from '../../../core/audit/actor';
import { randomUUID } from 'node:crypto';
import { letOthersRun } from '../../../core/base/async/loop-yielder';
import { pause } from '../../../core/base/async/pause';
import { isForUsers, toCallerFault } from '../../../core/base/caller-fault';
import { TroupeError } from '../../../core/base/errors';
import { stringifyJson } from '../../../core/base/text/json/lossless-json';
import { maskSecrets } from '../../../core/guardrails/secrets/mask-secrets';
import { findSecrets } from '../../../core/guardrails/secrets/scan-secrets';
import type { TakenWork } from '../../../core/ports/work';
import { startWorkRunner, type WorkRunner } from '../../../core/work/work-runner';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import { openOperations } from '../../../providers/compose/state/host-operations';
import { openWatch } from '../../../providers/compose/state/host-switches';
import type { FullOf, OperationEnd, Progress, QueuedOperation } from '../../../providers/state/operations/operations';
import type { Log } from '../../log/log';
import type { ReportFault } from '../../log/fault-log';
import { performOperation } from '../perform-operation';
import type { Operation, OperationHost } from '../operation';
import { boundTo, type Outcome } from './describe-operation';
import { lookNow } from './look-soon';
import { OperationsAtWork } from './operations-at-work';

type ServedHost = Omit<OperationHost, 'tenant'>;

interface RunnerParts {
	host: ServedHost;
	operations: Readonly<Record<string, Operation>>;
	log: Log;
	reportFault: ReportFault;
	/** Default 30 seconds. */
	leaseMs?: number;
}

interface StoredGrant extends Pick<Grant, 'caller' | 'session' | 'asker' | 'keyLimits' | 'rate'> {
	id?: string;
	scopes: string[];
}

interface StoredInput {
	input: unknown;
	grant: StoredGrant;
}

const atOnce = 4;
const perTenant = 3;
/** Attempts at an operation with which processes end. */
const maxLost = 3;
/** Characters. */
const maxAbout = 300;
const reportEveryMs = 1_000;
const cleanEveryMs = 3_600_000;
const putBackMs = 5_000;
/** During an upgrade, processes of the next version take operations unknown here. */
const maxUnknownMs = 3_600_000;
/** Half of the command's bound. */
const maxAnswerMebibytes = 32;

/** Runs callers' operations in the background, a few at a time, also those of an earlier process. */
export class BackgroundRunner {
	readonly #stop = new AbortController();
	readonly #atWork = new OperationsAtWork();
	#runner: Promise<WorkRunner> | undefined;
	#cleaning: Promise<void> = Promise.resolve();

	constructor(private readonly parts: RunnerParts) {}

	start(): void {
		this.#runner = this.#open().then(({ store: { queue } }) =>
			startWorkRunner({
				queue,
				concurrency: atOnce,
				perTenant,
				maxLost,
				leaseMs: this.parts.leaseMs,
				onFault: this.#report,
				perform: (operation, work, signal) => this.#perform(operation, work, signal),
			}),
		);
		this.#runner.catch(this.#report);
		this.#cleaning = this.#clean();
	}

	/** @param scope the caller's needed one @returns the id @throws TroupeError RATE_LIMITED where too many wait or are done */
	async add(name: string, declared: Operation, input: unknown, scope: string, grant: Grant): Promise<string> {
		const { store, seal } = await this.#open();
		const { tenant, subject: caller } = grant.caller;
		const id = randomUUID();
		const { session, asker, keyLimits, rate } = grant;
		const kept: StoredInput = {
			input,
			grant: { id: grant.id, caller: grant.caller, scopes: [...grant.scopes], session, asker, keyLimits, rate },
		};
		await letOthersRun();
		const sealed = await seal(JSON.stringify(kept), boundTo(tenant, id, 'input'));
		await letOthersRun();
		const about = declared.about?.(input)?.slice(0, maxAbout).toWellFormed();
		const full = await store.add(tenant, {
			id,
			name,
			scope,
			caller,
			isRepeatable: declared.inBackground === 'repeatable',
			input: sealed,
			...(about && { about: await seal(maskSecrets(about, findSecrets(about), 'redact'), boundTo(tenant, id, 'about')) }),
			kind: declared.kind?.(input),
		});
		if (full !== undefined) throw tooMany(full);
		this.parts.log('info', 'operation queued', { operation: id, name, tenant, caller });
		return id;
	}

	/** Ends operations here: another process, or the next one, repeats repeatable ones. */
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
		const { store } = await this.#open();
		const declared = this.parts.operations[queued.name];
		const isForOthers = !declared && Date.now() - queued.createdAt < maxUnknownMs;
		const leave = isForOthers ? undefined : this.#atWork.enter(queued, declared?.maxAtOnce);
		if (!leave) return void (await store.putBack(work, putBackMs));
		try {
			await this.#performNow(queued, work, ofWork);
		} finally {
			leave();
		}
	}

	async #performNow(queued: QueuedOperation, work: TakenWork, ofWork: AbortSignal): Promise<void> {
		const { store, seal } = await this.#open();
		const { tenant, id, name, isRepeatable } = queued;
		const startedAt = performance.now();
		const reporter = this.#followProgress(work, store);
		const waits = new AbortController();
		const report = (progress: Progress) => {
			reporter.report(progress);
			if (progress.isWaiting && isRepeatable) waits.abort(new Error('It waits outside of its place.'));
		};
		const stopping = AbortSignal.any([ofWork, this.#stop.signal]);
		let outcome: string;
		let code: string | undefined;
		let state: OperationEnd['state'] = 'completed';
		try {
			const signal = AbortSignal.any([stopping, reporter.lost, waits.signal]);
			outcome = await this.#whileGranted(queued, signal, (granted, asked) => this.#do(queued, asked, granted, report));
		} catch (error) {
			if (reporter.lost.aborted) return;
			if (stopping.aborted && !isRepeatable) return void (await store.end(work, { state: 'interrupted' }));
			// Nothing else takes it before this lease ends, so that no one waits for it.
			if (stopping.aborted) return void (await store.putBack(work, 0));
			if (waits.signal.aborted) return void (await store.putBack(work, putBackMs, reporter.latest()));
			const { isWhole, ...fault } = toCallerFault(error, isForUsers);
			if (!isWhole) this.#report(error);
			code = fault.code;
			state = fault.code === 'RUN_STOPPED' ? 'cancelled' : 'failed';
			outcome = JSON.stringify({ error: fault } satisfies Outcome);
		} finally {
			await reporter.end();
		}
		if (!(await store.end(work, { state, answer: await seal(outcome, boundTo(tenant, id, 'outcome')) }))) return;
		lookNow(store, tenant, id);
		const seconds = Math.round(performance.now() - startedAt) / 1_000;
		this.parts.log('info', 'operation ended', { operation: id, name, tenant, state, code, seconds });
	}

	/** @throws TroupeError ACCESS_DENIED where the caller's key is revoked, also during the work */
	async #whileGranted<Result>(
		queued: QueuedOperation,
		host: AbortSignal,
		act: (signal: AbortSignal, asked: StoredInput) => Promise<Result>,
	): Promise<Result> {
		const { tenant, caller } = queued;
		const asked = await this.#readAsked(queued);
		const watch = (await openWatch({ ...this.parts.host, tenant }))!;
		const { signal, end } = await watch.watch({ tenant, caller, session: asked.grant.session, isAlone: true });
		try {
			return await act(AbortSignal.any([host, signal]), asked);
		} catch (error) {
			throw signal.aborted ? signal.reason : error;
		} finally {
			end();
		}
	}

	async #readAsked({ tenant, id }: QueuedOperation): Promise<StoredInput> {
		const { store, unseal } = await this.#open();
		const sealed = await store.readInput({ tenant, id });
		if (!sealed) throw new Error('The operation has ended.');
		// Each step takes a tenth of a second for the largest input.
		await letOthersRun();
		const unsealed = await unseal(sealed, boundTo(tenant, id, 'input'));
		await letOthersRun();
		const asked = JSON.parse(unsealed) as StoredInput;
		await letOthersRun();
		return asked;
	}

	/** @throws TroupeError of the operation, INPUT_TOO_LARGE for an answer that cannot be kept */
	async #do(
		{ tenant, id, name, createdAt: askedAt }: QueuedOperation,
		{ input, grant }: StoredInput,
		signal: AbortSignal,
		report: (progress: Progress) => void,
	) {
		const declared = this.parts.operations[name];
		if (!declared) throw unknown(name);
		const place = { ...this.parts.host, tenant, grant: { ...grant, scopes: new Set(grant.scopes), expiresAt: Infinity } };
		const { session } = grant;
		const by = grant.caller.subject;
		const context = { host: place, id, by, signal, askedAt, report };
		const answer = await actAs({ name: by, session }, () => performOperation(declared, input, context));
		const outcome = stringifyJson({ answer } satisfies Outcome);
		if (Buffer.byteLength(outcome) > maxAnswerMebibytes * 1024 * 1024) throw tooLarge();
		return outcome;
	}

	#followProgress(work: TakenWork, store: Awaited<ReturnType<typeof openOperations>>['store']) {
		const lost = new AbortController();
		const over = new AbortController();
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
			latest: () => latest,
			report: (progress: Progress) => void (latest = progress),
			end: () => {
				over.abort();
				return followed;
			},
		};
	}

	/** A store fault is reported and ends nothing. */
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
	new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `This version of the service does not know the operation ${name}.`,
		fix: 'Have all processes of the service run the same version, then ask again.',
	});

const tooLarge = () =>
	new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The answer is larger than ${maxAnswerMebibytes} MiB, which the service does not keep.`,
		fix: 'Ask for less, such as for a shorter time.',
	});
