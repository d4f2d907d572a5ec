import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pause } from '../../core/base/async/pause';
import { type OidcIssuer, startOidcIssuer } from '../../sandbox/fakes/oidc-issuer';
import { readServiceAddress } from '../../service/access/service-address';
import { openAccess } from '../../service/access/open-access';
import { runServeCommand } from '../../cli/service/serve-run';
import { type ObedientModel, startObedientModel } from './obedient-model';
import { clerk } from './agent-stage';
import { quietTerminal } from './quiet-terminal';
import { openRangeHost } from './range-host';
import type { Range } from './range';

/** A service of the range, with the settings of the installation. */
export interface RangeService {
	url: string;
	token: string;
	issuer: OidcIssuer;
	/** Creates an API key. @param at the clock of the creation, in milliseconds */
	createKey: (request: Partial<Parameters<Keys['create']>[0]>, at?: number) => Promise<string>;
	revokeKey: (secret: string) => Promise<void>;
}

type Keys = Awaited<ReturnType<typeof openAccess>>['keys'];

const token = 'the-token-of-the-range-which-nobody-else-has';
/** The agent that the service of the range offers: each transfer asks a person. */
const offered = {
	...clerk,
	tools: {
		define: [
			{
				kind: 'http',
				name: 'transfer',
				description: 'Transfers money.',
				method: 'POST',
				url: 'https://shop.example/transfers',
				parameters: { type: 'object', properties: { amount: { type: 'number' } }, required: ['amount'], additionalProperties: false },
			},
		],
	},
};

/** Another one that it offers: it counts who asks, and remembers what they said. */
const watching = {
	...clerk,
	id: 'watching-clerk',
	memory: { turns: 3 },
	guardrails: {
		...clerk.guardrails,
		policy: { id: 'counting', onFailure: 'block', checks: [{ check: 'odd-behaviour', action: 'block', similar: 6 }] },
	},
};

/** Opens the service of the range, once: `troupe serve` with the settings of the installation, and an issuer of its own. */
export async function openService(range: Range): Promise<RangeService> {
	const service = await range.once(
		'service',
		() => startService(range),
		(opened) => opened.close(),
	);
	// The model is shared with the scenes.
	(await range.once<ObedientModel>('model', startObedientModel)).prepare([]);
	return service;
}

async function startService(range: Range): Promise<RangeService & { close(): Promise<void> }> {
	const issuer = await startOidcIssuer();
	const model = await range.once<ObedientModel>('model', startObedientModel, (opened) => opened.close());
	const agents = join(range.createFolder(), 'agents');
	mkdirSync(agents);
	for (const agent of [{ ...offered, id: 'offered-clerk' }, { ...offered, id: 'hidden-clerk' }, watching])
		writeFileSync(join(agents, `${agent.id}.json`), JSON.stringify(agent));
	const environment = {
		...range.environment,
		TROUPE_API_TOKEN: token,
		TROUPE_OFFERED_AGENTS: 'offered-clerk,watching-clerk',
		TROUPE_OIDC_ISSUER: issuer.issuer,
		TROUPE_OIDC_AUDIENCE: 'troupe',
		TROUPE_OIDC_ROLES_CLAIM: 'realm_access.roles',
		TROUPE_OIDC_ROLES: undefined,
		TROUPE_OIDC_TENANT_CLAIM: undefined,
	};
	const stop = new AbortController();
	const terminal = quietTerminal(environment, range.installation.tenant, stop.signal);
	const host = {
		...(await openRangeHost(range)),
		agentFolders: [agents],
		providers: { openai: { apiKey: 'sk-fake', baseUrl: model.baseUrl } },
	};
	const running = runServeCommand({ port: 0, host: '127.0.0.1', worker: false, lint: true, grace: 1 }, terminal, async () => host);
	const url = await Promise.race([
		findUrl(terminal.printed, stop.signal),
		running.then(() => Promise.reject(new Error('The service ended.'))),
	]).catch(async (error: unknown) => {
		stop.abort();
		await issuer.close();
		throw error;
	});
	const opened = await openAccess({ home: range.home, environment, token, log: () => undefined });
	return {
		url,
		token,
		issuer,
		...keysOf(opened.keys, range.installation.tenant),
		async close() {
			stop.abort();
			await running;
			await opened.close();
			await issuer.close();
		},
	};
}

function keysOf(keys: Keys, tenant: string): Pick<RangeService, 'createKey' | 'revokeKey'> {
	const by = { subject: 'verify' };
	let made = 0;
	return {
		async createKey(request, at) {
			const named = { tenant, name: `verify-${(made += 1)}`, ...request };
			const issuing = at === undefined ? keys : Object.assign(Object.create(keys) as Keys, { now: () => at });
			return (await issuing.create(named, by)).secret;
		},
		revokeKey: async (secret) => void (await keys.revoke(tenant, secret.slice(0, 12), by)),
	};
}

async function findUrl(printed: readonly string[], stop: AbortSignal): Promise<string> {
	for (;;) {
		const url = printed.map((line) => /ready at (\S+)/.exec(line)?.[1]).find((found) => found !== undefined);
		if (url !== undefined) return url;
		stop.throwIfAborted();
		await pause(20, stop);
	}
}

export interface AttackedService {
	name: string;
	url: string;
}

/** Returns the service of the range, and the installation's own if it runs: with it, only requests without a credential are tried. */
export async function listServices(range: Range): Promise<AttackedService[]> {
	const url = readServiceAddress(range.installation.home);
	const runs =
		url !== undefined &&
		(await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(3_000) }).then(
			({ ok }) => ok,
			() => false,
		));
	return [
		{ name: 'A service with these settings', url: (await openService(range)).url },
		...(runs ? [{ name: `The running service ${url}`, url }] : []),
	];
}
