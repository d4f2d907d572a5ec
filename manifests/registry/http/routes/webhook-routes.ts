import type { FastifyInstance } from 'fastify';
import * as Type from 'typebox/type';
import { closed } from '../../../../core/base/shape';
import { isTroupeError, TroupeError } from '../../../../core/base/errors';
import { newWebhook } from '../../webhooks/webhook';
import { requireCaller } from '../access';
import { createdWebhook, deadDeliveries, none, webhooks as webhookList } from './answers';
import type { RegistryContext } from './context';
import type { RequestOf } from '../../../../service/http/request-of';
import { json } from '../../../../service/http/describe-operations';
import { registryRoute } from './registry-route';

const adding = { body: newWebhook };
const byId = { params: closed({ id: Type.String({ pattern: '^[0-9a-f-]{36}$' }) }) };

export function webhookRoutes(app: FastifyInstance, { webhooks, record }: RegistryContext): void {
	app.post<RequestOf<typeof adding>>(
		'/webhooks',
		registryRoute({
			summary: 'Send events to an address, signed by Standard Webhooks. The secret is shown only in this answer',
			scope: 'registry:admin',
			tag: 'webhooks',
			...adding,
			answer: { 201: json('The webhook with its secret', createdWebhook) },
		}),
		async (request, reply) => {
			const caller = requireCaller(request);
			// Not the whole address: a path may contain a secret.
			const name = { action: 'webhook.created', object: URL.parse(request.body.url)?.host ?? 'webhook' };
			const added = await webhooks.add(caller, request.body).catch(async (error: unknown) => {
				if (isTroupeError(error)) await record(caller, name, error);
				throw error;
			});
			await record(caller, name);
			return reply.code(201).send(added);
		},
	);

	app.get(
		'/webhooks',
		registryRoute({
			summary: 'List the webhooks',
			scope: 'registry:admin',
			tag: 'webhooks',
			answer: { 200: json('Without secrets', webhookList) },
		}),
		async (request) => ({ webhooks: await webhooks.list(requireCaller(request)) }),
	);

	app.get<RequestOf<typeof byId>>(
		'/webhooks/:id/dead',
		registryRoute({
			summary: 'List the last 100 deliveries that failed permanently, newest first',
			scope: 'registry:admin',
			tag: 'webhooks',
			...byId,
			answer: { 200: json('The failed deliveries', deadDeliveries) },
		}),
		async (request) => {
			const dead = await webhooks.dead(requireCaller(request), request.params.id);
			if (dead === undefined) throw noWebhook();
			return { dead };
		},
	);

	app.delete<RequestOf<typeof byId>>(
		'/webhooks/:id',
		registryRoute({
			summary: 'Remove a webhook',
			scope: 'registry:admin',
			tag: 'webhooks',
			...byId,
			answer: none,
		}),
		async (request, reply) => {
			const caller = requireCaller(request);
			if (await webhooks.remove(caller, request.params.id)) {
				await record(caller, { action: 'webhook.removed', object: request.params.id });
				return reply.code(204).send();
			}
			throw noWebhook();
		},
	);
}

const noWebhook = () =>
	new TroupeError({
		code: 'MANIFEST_NOT_FOUND',
		message: 'No webhook has this id.',
		fix: 'List the webhooks: GET /api/v1/webhooks.',
	});
