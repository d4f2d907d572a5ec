import type { FastifyInstance } from 'fastify';
import * as Type from 'typebox/type';
import type { Static, TObject } from 'typebox/type';
import { optional } from '../../../../core/base/shape';
import { noContent } from '../../../../service/http/describe-operations';
import type { RequestOf } from '../../../../service/http/request-of';
import { expectInput } from '../../../embedded/expect-input';
import { findDefinition, readTags } from '../../../embedded/state/instances/instance-directory';
import { defaultTenantId } from '../../../embedded/state/tenants';
import type { TenantEngine } from '../../../embedded/tenant-engine';
import { searchJobDetails, toJobKind } from '../../../embedded/work/job-directory';
import type { Job, JobOutcome } from '../../../engine/jobs';
import type { Variables } from '../../../engine/variables';
import { activatedJobs } from '../../answers/work';
import {
	byKey,
	endedWhileWaiting,
	nameSchema,
	oneOfTexts,
	orNull,
	reference,
	type RestContext,
	tenantSchema,
	toDuration,
	variablesSchema,
} from '../../route-context';
import { jobResultSchema, readJobResult } from './job-result';

const prefix = 'io.camunda.zeebe:';

const texts = ['assignee', 'dueDate', 'followUpDate', 'formKey', 'userTaskKey'] as const;

const lists = ['candidateGroups', 'candidateUsers', 'changedAttributes'] as const;

async function toActivatedJob(job: Job, worker: string, engine: TenantEngine) {
	const { definition, tags } = await engine.read((kernel, tenants) => ({
		definition: findDefinition(kernel, job.processDefinitionKey, tenants),
		tags: readTags(kernel, job.instanceKey),
	}));
	const kind = toJobKind(job.listener, false);
	return {
		jobKey: job.key,
		type: job.type,
		processInstanceKey: job.instanceKey,
		processDefinitionId: job.processId,
		processDefinitionVersion: definition?.version,
		processDefinitionKey: job.processDefinitionKey,
		elementId: job.elementId,
		elementInstanceKey: job.elementInstanceKey,
		customHeaders: job.headers,
		worker,
		retries: job.retries,
		priority: 0,
		deadline: job.deadline,
		variables: job.variables,
		kind,
		...(kind === 'TASK_LISTENER' && { userTask: toListenedTask(job) }),
		listenerEventType: job.listener?.toUpperCase() ?? 'UNSPECIFIED',
		tags,
		...(job.startedBy !== undefined && { startedBy: job.startedBy }),
		...(job.session !== undefined && { session: job.session }),
		...(job.asker && { asker: job.asker }),
		...(job.lease !== undefined && { jobLeaseToken: job.lease, leaseToken: job.lease }),
		tenantId: job.tenantId ?? defaultTenantId,
		physicalTenantId: 'default',
	};
}

/** As Camunda 8.8 shows it. The engine puts the task into the job's headers. */
function toListenedTask({ headers }: Pick<Job, 'headers'>) {
	const read = (name: string): string | undefined => headers[`${prefix}${name}`];
	return {
		action: read('action') ?? '',
		...Object.fromEntries(texts.map((name) => [name, read(name)])),
		...Object.fromEntries(lists.map((name) => [name, JSON.parse(read(name) ?? '[]') as string[]])),
		priority: Number(read('priority')),
	};
}

const defaultWaitMs = 10_000;
/** A worker that waits longer asks again. */
const maxWaitMs = 600_000;
const maxJobsAtOnce = 1000;

const token = orNull(Type.String({ maxLength: 255 }));
/** Camunda 8.10 called it `leaseToken` first. */
const lease = { jobLeaseToken: token, leaseToken: token };
const readLease = (body: Static<TObject<typeof lease>> | null): string | undefined => body?.jobLeaseToken ?? body?.leaseToken ?? undefined;

const activating = {
	body: Type.Object({
		type: nameSchema,
		timeout: Type.Integer({ minimum: 1 }),
		maxJobsToActivate: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }),
		...optional({
			worker: Type.String({ maxLength: 255 }),
			requestTimeout: Type.Integer(),
			tenantIds: Type.Array(tenantSchema, { maxItems: 1000 }),
			/** ASSIGNED: all visible tenants, without names. */
			tenantFilter: oneOfTexts(['PROVIDED', 'ASSIGNED']),
		}),
		fetchVariable: orNull(Type.Array(Type.String(), { maxItems: 1000 })),
		withLease: orNull(Type.Boolean()),
	}),
};
const completing = { ...byKey, body: orNull(Type.Object({ ...lease, variables: variablesSchema, result: jobResultSchema })) };
const failing = {
	...byKey,
	body: orNull(
		Type.Object({
			...lease,
			...optional({
				// Workers that send `retries - 1` send -1 for a job that had none.
				retries: Type.Integer({ minimum: -(2 ** 31), maximum: 2 ** 31 - 1 }),
				errorMessage: Type.String(),
				retryBackOff: Type.Integer(),
			}),
			variables: variablesSchema,
		}),
	),
};
const throwing = {
	...byKey,
	body: Type.Object({
		...lease,
		errorCode: Type.String({ minLength: 1, maxLength: 10_000, pattern: '\\S' }),
		errorMessage: orNull(Type.String()),
		variables: variablesSchema,
	}),
};
const updating = {
	...byKey,
	body: Type.Object({
		...lease,
		...reference,
		changeset: Type.Object({
			retries: orNull(Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 })),
			timeout: orNull(Type.Integer()),
		}),
	}),
};

/** POST /jobs/activation, …/{key}/completion, …/failure, …/error, and PATCH /jobs/{key}. */
export function jobRoutes(app: FastifyInstance, { engineOf, isStillGranted }: RestContext): void {
	const closing = new AbortController();
	app.addHook('preClose', async () => closing.abort());

	app.post<RequestOf<typeof activating>>(
		'/jobs/activation',
		{ schema: { summary: 'Activate jobs', 'x-answers': activatedJobs, ...activating } },
		async (request, reply) => {
			const { body } = request;
			const engine = engineOf(request);
			const gone = new AbortController();
			reply.raw.once('close', () => gone.abort());
			const signal = AbortSignal.any([gone.signal, closing.signal]);
			const jobs = await waitForJobs(engine, body, signal, () => isStillGranted(request));
			return { jobs: await Promise.all(jobs.map((job) => toActivatedJob(job, body.worker ?? '', engine))) };
		},
	);

	app.post<RequestOf<typeof completing>>(
		'/jobs/:key/completion',
		{ schema: { summary: 'Complete a job', 'x-answers': noContent, ...completing } },
		async (request, reply) => {
			const { params, body } = request;
			const outcome: JobOutcome = { kind: 'complete', variables: body?.variables ?? {}, ...(body?.result && readJobResult(body.result)) };
			await engineOf(request).answer(params.key, outcome, readLease(body));
			return reply.code(204).send();
		},
	);

	app.post<RequestOf<typeof failing>>(
		'/jobs/:key/failure',
		{ schema: { summary: 'Fail a job', 'x-answers': noContent, ...failing } },
		async (request, reply) => {
			const { params, body } = request;
			const engine = engineOf(request);
			if (body?.variables) await keepForRetry(engine, params.key, body.variables);
			const { errorMessage = '', retries = 0, retryBackOff = 0 } = body ?? {};
			const backoffMs = toDuration(retryBackOff);
			await engine.answer(params.key, { kind: 'fail', message: errorMessage, retries, backoffMs }, readLease(body));
			return reply.code(204).send();
		},
	);

	app.post<RequestOf<typeof throwing>>(
		'/jobs/:key/error',
		{ schema: { summary: 'Throw a BPMN error from a job', 'x-answers': noContent, ...throwing } },
		async (request, reply) => {
			const { params, body } = request;
			const { errorCode, errorMessage, variables } = body;
			const outcome: JobOutcome = { kind: 'bpmn-error', errorCode, message: errorMessage ?? '', variables: variables ?? undefined };
			await engineOf(request).answer(params.key, outcome, readLease(body));
			return reply.code(204).send();
		},
	);

	app.patch<RequestOf<typeof updating>>(
		'/jobs/:key',
		{ schema: { summary: "Set a job's retries or timeout", 'x-answers': noContent, ...updating } },
		async (request, reply) => {
			const { changeset } = request.body;
			expectInput(
				(changeset.retries ?? changeset.timeout ?? null) !== null,
				'The changeset changes nothing.',
				'Set at least one of retries and timeout.',
			);
			const engine = engineOf(request);
			const held = readLease(request.body);
			if (changeset.retries) await engine.updateJobRetries(request.params.key, changeset.retries, held);
			if ((changeset.timeout ?? -1) >= 0) await engine.extend(request.params.key, toDuration(changeset.timeout!), held);
			return reply.code(204).send();
		},
	);
}

/** Zeebe's documentation, FailJob: its variables are set at the scope of the job's element. */
async function keepForRetry(engine: TenantEngine, jobKey: string, variables: Variables): Promise<void> {
	const [job] = await engine.read((kernel, tenants) => searchJobDetails(kernel, { key: jobKey, tenants }));
	if (job) await engine.setVariables(job.elementInstanceKey, variables, true);
}

/**
 * Long polling: answers with the first job, with none after the wait, when the caller is gone, or when others need its place. @throws TroupeError
 * ACCESS_DENIED if the credential ended meanwhile
 */
async function waitForJobs(
	engine: TenantEngine,
	body: Static<typeof activating.body>,
	gone: AbortSignal,
	isStillGranted: () => Promise<boolean>,
): Promise<Job[]> {
	const { type, requestTimeout, fetchVariable, tenantFilter, withLease } = body;
	const tenantIds = tenantFilter === 'ASSIGNED' ? ('assigned' as const) : body.tenantIds;
	const fetchVariables = fetchVariable?.length ? fetchVariable : undefined;
	const request = {
		worker: body.worker,
		limit: Math.min(body.maxJobsToActivate, maxJobsAtOnce),
		timeoutMs: toDuration(body.timeout),
		fetchVariables,
		tenantIds,
		withLease: withLease ?? false,
	};
	// Zero is the server's own wait, a negative number none.
	const ended = new AbortController();
	const over = AbortSignal.any([
		gone,
		ended.signal,
		AbortSignal.timeout(Math.min(Math.max(requestTimeout || defaultWaitMs, 0), maxWaitMs)),
	]);
	let news = Promise.withResolvers<void>();
	const wake = () => news.resolve();
	over.addEventListener('abort', wake);
	const unwatch = engine.watchJobs({ type, notify: wake, end: () => ended.abort() });
	try {
		for (;;) {
			news = Promise.withResolvers();
			const jobs = gone.aborted ? [] : await engine.activate(type, request);
			if (jobs.length > 0 || over.aborted || (requestTimeout ?? 0) < 0) return jobs;
			await news.promise;
			if (!gone.aborted && !(await isStillGranted())) throw endedWhileWaiting('process:work');
		}
	} finally {
		unwatch();
	}
}
