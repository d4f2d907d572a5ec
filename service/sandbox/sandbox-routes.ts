import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readStrictly } from '../http/read-strictly';
import type { RequestOf } from '../http/request-of';
import { requireCaller } from '../../manifests/registry/http/access';
import { registerRoutes } from '../http/name-plugin';
import type { GuardFor } from '../access/ask-for-scope';
import { maxBodyBytes } from '../../sandbox/kinds/requests/run-bounds';
import type { RunRequest } from '../../sandbox/kinds/requests/run-request';
import { type byId, type listing, runSchemas, type waiting } from './run-schemas';
import type { SandboxRuns } from './sandbox-runs';

const path = '/api/v1/sandbox/runs';

type Waiting = Pick<RequestOf<typeof waiting>, 'Querystring'>;
type ById = Pick<RequestOf<typeof byId>, 'Params'>;

/** `/api/v1/sandbox/runs`: what `troupe sandbox run` does, for callers who reach the service only. A tenant sees its own runs. */
export function sandboxRoutes(service: FastifyInstance, runs: SandboxRuns, guardFor: GuardFor): void {
	void registerRoutes(service, 'sandbox', async (app) => {
		readStrictly(app);
		app.addHook('onRequest', guardFor('sandbox:run', 'any-tenant'));
		app.addHook('preClose', () => runs.stop());
		// Later: callers can be waiting for a run.
		app.addHook('onClose', () => runs.close());

		app.post<Waiting & { Body: RunRequest }>(path, { bodyLimit: maxBodyBytes, schema: runSchemas.start }, async (request, reply) => {
			const id = await runs.add(request.body, requireCaller(request));
			const { isOver, json } = await runs.read(id, tenantOf(request), waitOf(request));
			return sendJson(reply.code(isOver ? 200 : 202).header('location', `${path}/${id}`), json);
		});

		app.get<RequestOf<typeof listing>>(path, { schema: runSchemas.list }, async (request) => runs.list(tenantOf(request), request.query));

		app.get<ById & Waiting>(`${path}/:id`, { schema: runSchemas.read }, async (request, reply) => {
			const { json } = await runs.read(request.params.id, tenantOf(request), waitOf(request));
			return sendJson(reply, json);
		});

		app.delete<ById>(`${path}/:id`, { schema: runSchemas.cancel }, async (request, reply) => {
			const { isOver, json } = await runs.cancel(request.params.id, requireCaller(request));
			return sendJson(reply.code(isOver ? 200 : 202), json);
		});

		app.get<ById>(`${path}/:id/report`, { schema: runSchemas.report }, async (request) =>
			runs.report(request.params.id, tenantOf(request)),
		);
	});
}

/** Written already: integers of processes can be larger than a number holds. */
const sendJson = (reply: FastifyReply, json: string) => reply.type('application/json; charset=utf-8').send(json);

const tenantOf = (request: FastifyRequest) => requireCaller(request).tenant;
const waitOf = ({ query }: FastifyRequest<Waiting>) => (query.waitSeconds ?? 0) * 1000;
