import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Job, Variables } from '../engine';
import { keySchema, tenantId, variablesSchema, type RestContext } from './context';

interface ActivationBody {
	type: string;
	worker?: string;
	timeout: number;
	maxJobsToActivate: number;
	fetchVariable?: string[] | null;
	requestTimeout?: number;
}
interface JobParams {
	key: string;
}

const defaultWaitMs = 10_000;
/** How often a waiting caller's job type is looked at. */
const pollMs = 25;
const jobParams = { type: 'object', properties: { key: keySchema } } as const;

const activationSchema = {
	type: 'object',
	required: ['type', 'timeout', 'maxJobsToActivate'],
	properties: {
		type: { type: 'string', minLength: 1, maxLength: 255 },
		worker: { type: 'string', maxLength: 255 },
		timeout: { type: 'integer', minimum: 1, maximum: 24 * 3600 * 1000 },
		maxJobsToActivate: { type: 'integer', minimum: 1, maximum: 1000 },
		fetchVariable: { type: ['array', 'null'], items: { type: 'string' }, maxItems: 1000 },
		requestTimeout: { type: 'integer', maximum: 600_000 },
	},
} as const;

const updateSchema = {
	type: 'object',
	required: ['changeset'],
	properties: {
		changeset: {
			type: 'object',
			properties: {
				retries: { type: ['integer', 'null'], minimum: 1 },
				timeout: { type: ['integer', 'null'], minimum: 1, maximum: 24 * 3600 * 1000 },
			},
		},
	},
} as const;

/** POST /jobs/activation, …/{key}/completion, …/failure, …/error, and PATCH /jobs/{key}. */
export function jobRoutes(app: FastifyInstance, { engine }: RestContext): void {
	const closing = new AbortController();
	app.addHook('preClose', async () => closing.abort());

	app.post<{ Body: ActivationBody }>(
		'/jobs/activation',
		{ schema: { summary: 'Activate jobs', body: activationSchema } },
		async ({ body }, reply) => {
			const gone = new AbortController();
			reply.raw.once('close', () => gone.abort());
			const jobs = await waitForJobs(engine, body, AbortSignal.any([gone.signal, closing.signal]));
			return { jobs: await Promise.all(jobs.map((job) => toActivatedJob(job, body.worker ?? '', engine))) };
		},
	);

	app.post<{ Params: JobParams; Body: { variables?: Variables | null } | null }>(
		'/jobs/:key/completion',
		{
			schema: {
				summary: 'Complete a job',
				params: jobParams,
				body: { type: ['object', 'null'], properties: { variables: variablesSchema } },
			},
		},
		async ({ params, body }, reply) => {
			await engine.answer(params.key, { kind: 'complete', variables: body?.variables ?? {} });
			return reply.code(204).send();
		},
	);

	app.post<{ Params: JobParams; Body: { retries?: number; errorMessage?: string; retryBackOff?: number } | null }>(
		'/jobs/:key/failure',
		{
			schema: {
				summary: 'Fail a job',
				params: jobParams,
				body: {
					type: ['object', 'null'],
					properties: {
						retries: { type: 'integer', minimum: 0 },
						errorMessage: { type: 'string' },
						retryBackOff: { type: 'integer', minimum: 0 },
					},
				},
			},
		},
		async ({ params, body }, reply) => {
			await engine.answer(params.key, {
				kind: 'fail',
				message: body?.errorMessage ?? '',
				retries: body?.retries ?? 0,
				backoffMs: body?.retryBackOff,
			});
			return reply.code(204).send();
		},
	);

	app.post<{ Params: JobParams; Body: { errorCode: string; errorMessage?: string | null; variables?: Variables | null } }>(
		'/jobs/:key/error',
		{
			schema: {
				summary: 'Throw a BPMN error from a job',
				params: jobParams,
				body: {
					type: 'object',
					required: ['errorCode'],
					properties: {
						errorCode: { type: 'string', minLength: 1 },
						errorMessage: { type: ['string', 'null'] },
						variables: variablesSchema,
					},
				},
			},
		},
		async ({ params, body }, reply) => {
			await engine.answer(params.key, {
				kind: 'bpmn-error',
				errorCode: body.errorCode,
				message: body.errorMessage ?? '',
				variables: body.variables ?? undefined,
			});
			return reply.code(204).send();
		},
	);

	app.patch<{ Params: JobParams; Body: { changeset: { retries?: number | null; timeout?: number | null } } }>(
		'/jobs/:key',
		{ schema: { summary: "Set a job's retries or timeout", params: jobParams, body: updateSchema } },
		async ({ params, body: { changeset } }, reply) => {
			if (changeset.retries) await engine.updateJobRetries(params.key, changeset.retries);
			if (changeset.timeout) await engine.extend(params.key, changeset.timeout);
			return reply.code(204).send();
		},
	);
}

/** Long polling: answers as soon as there is a job, with none when the wait is over or the caller is gone. */
async function waitForJobs(engine: RestContext['engine'], body: ActivationBody, stop: AbortSignal): Promise<Job[]> {
	const request = {
		limit: body.maxJobsToActivate,
		timeoutMs: body.timeout,
		fetchVariables: body.fetchVariable?.length ? body.fetchVariable : undefined,
	};
	// Zero is the server's own wait, a negative number none.
	const deadline = Date.now() + (body.requestTimeout || defaultWaitMs);
	for (;;) {
		const jobs = stop.aborted ? [] : await engine.activate(body.type, request);
		if (jobs.length > 0 || stop.aborted || Date.now() >= deadline) return jobs;
		await sleep(pollMs, undefined, { signal: stop }).catch(() => undefined);
	}
}

async function toActivatedJob(job: Job, worker: string, engine: RestContext['engine']) {
	const definition = await engine.findDefinition(job.processDefinitionKey);
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
		deadline: job.deadline,
		variables: job.variables,
		tenantId,
	};
}
