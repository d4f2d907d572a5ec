import type { FastifyInstance } from 'fastify';
import { hintSecrets, WebhookHints } from '../../manifests/client/webhook-hints';
import { sendProblem } from './problems';

/** Of a webhook; an event is a few hundred bytes. */
const maxBodyBytes = 16 * 1024;

/**
 * POST /hints: the registry's webhook, where no stream of events reaches this machine. It is let in by its signature, and only has the client
 * ask the registry, as often as hints may.
 */
export async function hintRoute(service: FastifyInstance, hints: WebhookHints): Promise<void> {
	await service.register(async (app) => {
		app.removeAllContentTypeParsers();
		app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: maxBodyBytes }, (_request, body, done) =>
			done(null, body),
		);
		app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
		app.post(
			'/hints',
			{ bodyLimit: maxBodyBytes, schema: { summary: "The registry's webhook: a hint to ask it" } },
			async (request, reply) => {
				hints.receive(request.headers, Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
				return reply.code(204).send();
			},
		);
	});
}

/** Undefined where this machine follows no registry, or was given no secret. @throws TroupeError INPUT_INVALID */
export async function openHints(environment: NodeJS.ProcessEnv): Promise<WebhookHints | undefined> {
	const secrets = hintSecrets(environment);
	if (secrets.length === 0) return undefined;
	const { defaultTrust } = await import('../../manifests/gate/default-gate');
	const { client, settings } = defaultTrust(environment);
	return client && new WebhookHints({ secrets, tenant: settings.tenant, hint: (type) => client.hint(type) });
}
