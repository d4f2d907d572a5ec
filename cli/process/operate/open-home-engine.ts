import { randomBytes } from 'node:crypto';
import { fastify, type FastifyInstance } from 'fastify';
import { version } from '../../../package.json';
import { readTenant } from '../../../core/base/tenant';
import { openEmbeddedEngine } from '../../../engine-adapter/embedded/open-embedded-engine';
import { defaultTenantId } from '../../../engine-adapter/embedded/state/tenants';
import { type EngineCaller, everyTenant } from '../../../engine-adapter/embedded/engine-caller';
import { restApi } from '../../../engine-adapter/rest/rest-api';
import { CamundaRest } from '../../../engine-adapter/zeebe/camunda-rest';
import { connectCamundaRest } from '../../../engine-adapter/zeebe/connect-camunda-rest';
import { loadVariablesCodec } from '../../../engine-adapter/zeebe/variables-json';
import { isSameText } from '../../../service/access/access';
import type { Terminal } from '../../terminal/terminal';
import type { Operator } from './operator';

/** As much as the service takes. */
const maxBodyBytes = 4 * 1024 * 1024;
const tokenBytes = 32;

/**
 * Opens the engine of a file with its REST API, for this process: what works with a service works with a file. No timer rings and no job is taken
 * back meanwhile.
 * @throws TroupeError ENGINE_LOCKED
 */
export async function openHomeEngine(file: string, terminal: Terminal): Promise<Operator> {
	const engine = await openEmbeddedEngine({ file, isPaused: true });
	const service = fastify({ bodyLimit: maxBodyBytes, forceCloseConnections: true });
	const close = async (): Promise<void> => {
		await service.close();
		await engine.close();
	};
	try {
		const authorization = askForToken(service);
		const caller = readCaller(terminal);
		const reportFault = (error: unknown, url: string): void => terminal.note(`${url} failed: ${String(error)}`);
		await service.register(restApi({ engine, callerOf: () => caller, reportFault }, version), { prefix: '/v2' });
		const address = await service.listen({ host: '127.0.0.1', port: 0 });
		const codec = await loadVariablesCodec();
		const rest = new CamundaRest({ url: address, name: `The engine of ${file}`, headers: async () => ({ authorization }), codec });
		return { engine: await connectCamundaRest({ address, rest }), rest, close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** A loopback address does not protect: every user of the machine reaches it. Returns the header that this process sends. */
function askForToken(service: FastifyInstance): string {
	const expected = `Bearer ${randomBytes(tokenBytes).toString('base64url')}`;
	service.addHook('onRequest', async ({ headers }, reply) => {
		if (!isSameText(headers.authorization ?? '', expected)) return reply.code(401).send();
	});
	return expected;
}

/** The user of the file sees every tenant, and acts for the service's own, unless `--tenant` names one. */
function readCaller({ tenant, environment }: Terminal): EngineCaller {
	const defaultName = readTenant(environment);
	if (tenant === undefined) return { ...everyTenant, defaultName };
	const tenantId = tenant === defaultName ? defaultTenantId : tenant;
	return { tenantId, tenants: [tenantId], defaultName };
}
