import type { FastifyInstance } from 'fastify';
import { hintSecrets, WebhookHints } from '../manifests/client/webhook-hints';
import { sendProblem } from './problems';
import { registerRoutes } from './http/name-plugin';
import { noContent } from './http/describe-operations';

const maxBodyBytes = 16 * 1024;

/**
 * POST /hints: the registry's webhook, for machines without its event stream. A signed request only makes the client ask the registry, within the
 * hints' rate limit.
 */
export async function hintRoute(service: FastifyInstance, hints: WebhookHints): Promise<void> {
	await registerRoutes(service, 'hints', async (app) => {
		app.removeAllContentTypeParsers();
		app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: maxBodyBytes }, (_request, body, done) =>
			done(null, body),
		);
		app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
		app.post(
			'/hints',
			{
				bodyLimit: maxBodyBytes,
				schema: { summary: "The registry's webhook: a hint to ask the registry", security: [], 'x-answers': noContent },
			},
			async (request, reply) => {
				hints.receive(request.headers, Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
				return reply.code(204).send();
			},
		);
	});
}

/** Undefined without a followed registry or a secret. @throws TroupeError INPUT_INVALID */
export async function openHints(environment: NodeJS.ProcessEnv): Promise<WebhookHints | undefined> {
	const secrets = hintSecrets(environment);
	if (secrets.length === 0) return undefined;
	const { defaultTrust } = await import('../manifests/gate/default-gate');
	const { client, settings } = defaultTrust(environment);
	return client && new WebhookHints({ secrets, tenant: settings.tenant, hint: (type) => client.hint(type) });
}
