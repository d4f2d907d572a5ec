import type { FastifyInstance } from 'fastify';
import type { Job, Variables } from '../engine';
import { keySchema, tenantId, variablesSchema, type RestContext } from './context';
import { LeasedJobs } from './leased-jobs';

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

/** POST /jobs/activation, …/{key}/completion, …/failure, …/error, and PATCH /jobs/{key}. */
export function jobRoutes(app: FastifyInstance, { engine }: RestContext): void {
	const leases = new LeasedJobs(engine);
	app.addHook('preClose', async () => leases.close());

	app.post<{ Body: ActivationBody }>(
		'/jobs/activation',
		{ schema: { summary: 'Activate jobs', body: activationSchema } },
		async ({ body, raw }) => {
			const gone = new AbortController();
			raw.socket.once('close', () => gone.abort());
			const request = {
				type: body.type,
				worker: body.worker || 'rest',
				timeoutMs: body.timeout,
				maximum: body.maxJobsToActivate,
				// Zero is the server's own wait, a negative number none.
				waitMs: body.requestTimeout ? Math.max(body.requestTimeout, 1) : defaultWaitMs,
				fetchVariables: body.fetchVariable?.length ? body.fetchVariable : undefined,
			};
			const jobs = await leases.activate(request, gone.signal);
			return {
				jobs: await Promise.all(
					jobs.map(async (job) => toActivatedJob(job, (await engine.findInstance(job.instanceKey)).version, request.worker)),
				),
			};
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
			leases.settle(params.key, { kind: 'complete', variables: body?.variables ?? {} });
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
			leases.settle(params.key, {
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
			leases.settle(params.key, {
				kind: 'bpmn-error',
				errorCode: body.errorCode,
				message: body.errorMessage ?? '',
				variables: body.variables ?? undefined,
			});
			return reply.code(204).send();
		},
	);

	app.patch<{ Params: JobParams; Body: { changeset: { retries: number } } }>(
		'/jobs/:key',
		{
			schema: {
				summary: "Set a job's retries",
				params: jobParams,
				body: {
					type: 'object',
					required: ['changeset'],
					properties: { changeset: { type: 'object', required: ['retries'], properties: { retries: { type: 'integer', minimum: 1 } } } },
				},
			},
		},
		async ({ params, body }, reply) => {
			await engine.updateJobRetries(params.key, body.changeset.retries);
			return reply.code(204).send();
		},
	);
}

function toActivatedJob(job: Job, processDefinitionVersion: number, worker: string) {
	return {
		jobKey: job.key,
		type: job.type,
		processInstanceKey: job.instanceKey,
		processDefinitionId: job.processId,
		processDefinitionVersion,
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
