import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readStrictly } from '../../../manifests/registry/http/read-strictly';
import { requireCaller } from '../../../manifests/registry/http/access';
import { registerRoutes } from '../../../manifests/registry/http/name-plugin';
import { closed, text } from '../../../manifests/registry/http/routes/fields';
import { levels } from '../../../sandbox/levels/level';
import type { GuardFor } from '../access/ask-for-scope';
import { commonFields, runBounds, runKinds, type RunRequest } from './run-kinds';
import type { SandboxRuns } from './sandbox-runs';

const path = '/api/v1/sandbox/runs';
const maxWaitSeconds = 30;
/** In JSON, a character can take six bytes. */
const bodyLimit = 6 * (runBounds.sourceBytes + runBounds.inputBytes);

const string = { type: 'string' } as const;
const problem = (description: string) => ({ description, content: { 'application/problem+json': { schema: { type: 'object' } } } });
const json = (description: string, schema: object) => ({ description, content: { 'application/json': { schema } } });
const refusals = {
	400: problem('The request does not fit its schema, or demands a lower level than the service'),
	401: problem('No credential, or an invalid one'),
	403: problem('A credential without sandbox:run'),
	429: problem('Too many requests, or too many runs that wait'),
	503: problem('The service is stopping'),
};
const run = {
	type: 'object',
	required: ['id', 'kind', 'state', 'createdAt'],
	properties: {
		id: string,
		kind: { enum: Object.keys(runKinds) },
		state: { enum: ['queued', 'running', 'ended', 'refused'] },
		createdAt: { type: 'string', format: 'date-time' },
		endedAt: { type: 'string', format: 'date-time' },
		outcome: { enum: ['completed', 'failed', 'limit', 'cancelled'] },
		exitCode: { type: ['integer', 'null'] },
		signal: { type: ['string', 'null'] },
		limit: { enum: ['time', 'processor', 'memory', 'output'] },
		level: { enum: levels },
		stdout: string,
		stderr: string,
		reportSha256: string,
		problem: { type: 'object', description: 'Why it did not begin', properties: { code: string, message: string, fix: string } },
	},
};
const report = {
	type: 'object',
	required: ['report', 'reportSha256'],
	properties: {
		report: { type: 'object', description: 'See sandbox-report.schema.json', additionalProperties: true },
		reportSha256: { type: 'string', description: 'SHA-256 of its canonical JSON (RFC 8785)' },
		signedReport: { type: 'string', description: 'The report as JWS, where the service has a key to sign with' },
	},
};

const summary = (words: string, more: object) => ({ summary: words, tags: ['sandbox'], security: [{ apiKey: ['sandbox:run'] }], ...more });
const waiting = closed({ waitSeconds: { type: 'integer', minimum: 0, maximum: maxWaitSeconds } });
const ofId = closed({ id: text(60) }, ['id']);
/** One schema for each kind, so that a problem names the field of this kind. */
const ofKinds = Object.entries(runKinds).map(([kind, { fields, required }]) =>
	closed({ kind: { const: kind }, level: { enum: levels }, ...commonFields, ...fields }, ['kind', ...required]),
);
const body = {
	allOf: [{ type: 'object', required: ['kind'], properties: { kind: { enum: Object.keys(runKinds) } } }, { oneOf: ofKinds }],
};

type Waiting = { Querystring: { waitSeconds?: number } };
type OfId = { Params: { id: string } };

/** `/api/v1/sandbox/runs`: what `troupe sandbox run` does, for callers who reach the service only. A tenant sees its own runs. */
export function sandboxRoutes(service: FastifyInstance, runs: SandboxRuns, guardFor: GuardFor): void {
	void registerRoutes(service, 'sandbox', async (app) => {
		readStrictly(app);
		app.addHook('onRequest', guardFor('sandbox:run', 'any-tenant'));
		app.addHook('preClose', () => runs.close());

		app.post<Waiting & { Body: RunRequest }>(
			path,
			{
				bodyLimit,
				schema: summary('Run untrusted code in the sandbox', {
					body,
					querystring: waiting,
					response: {
						200: json('The run has ended', run),
						202: json('The run waits or works', run),
						413: problem('The body is too large'),
						...refusals,
					},
				}),
			},
			async (request, reply) => {
				const { id } = runs.start(request.body, requireCaller(request));
				const started = await runs.read(id, tenantOf(request), waitOf(request));
				const isOver = started.state === 'ended' || started.state === 'refused';
				return reply
					.code(isOver ? 200 : 202)
					.header('location', `${path}/${id}`)
					.send(started);
			},
		);

		app.get<OfId & Waiting>(
			`${path}/:id`,
			{
				schema: summary('Read a run of the own tenant, or wait for its end', {
					params: ofId,
					querystring: waiting,
					response: { 200: json('The run', run), 404: problem('No such run'), ...refusals },
				}),
			},
			async (request) => runs.read(request.params.id, tenantOf(request), waitOf(request)),
		);

		app.get<OfId>(
			`${path}/:id/report`,
			{
				schema: summary('Get the report of a run that has ended', {
					params: ofId,
					response: { 200: json('The report', report), 404: problem('No such run'), 409: problem('It has not ended'), ...refusals },
				}),
			},
			async (request) => runs.report(request.params.id, tenantOf(request)),
		);
	});
}

const tenantOf = (request: FastifyRequest) => requireCaller(request).tenant;
const waitOf = ({ query }: FastifyRequest<Waiting>) => (query.waitSeconds ?? 0) * 1000;
