/** A service with agents and processes, for tests of what it offers to other programs. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../core/base/settings/setting-names';
import { sandboxPrograms } from '../../sandbox/kinds/inside/programs';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { OneTimeLinks } from '../../service/console/one-time-links';
import { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import { RegistryMetrics } from '../../manifests/registry/http/metrics';
import type { Host } from '../../providers/compose/hosts/host';
import { openGate } from '../fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { fakeTool } from '../fakes/tool-agent';
import { openAccess } from '../../service/access/open-access';
import { examine } from '../../cli/doctor/examine';
import { readRoot } from '../../manifests/gate/read-root';
import { buildService } from '../../service/build-service';
import type { ServiceParts } from '../../service/service-parts';

export const serviceToken = 'a-token-of-the-tests';

const clerk = {
	id: 'clerk',
	version: '1.0.0',
	name: 'Clerk',
	purpose: 'Answers questions about orders.',
	capabilities: ['orders'],
	prompt: 'Help.',
	model: { extractive: false },
	tools: { askPerson: true, rules: [{ tool: 'pay', permission: 'ask' }] },
	guardrails: { personalData: { types: [] } },
	limits: {},
};

interface TestServiceOptions extends Partial<
	Pick<ServiceParts, 'sandboxPrograms' | 'rateLimits' | 'agentRuns' | 'offeredAgents' | 'served' | 'trustedProxies'>
> {
	taskPatienceMs?: number;
	/** Is kept, for a service after this one. */
	home?: string;
}

/** @param steps what the model of every agent answers, in order */
export async function startTestService(
	steps: Parameters<typeof scriptedChatModel>,
	changes: Partial<Host> = {},
	environment: Environment = {},
	{ taskPatienceMs, home: givenHome, ...more }: TestServiceOptions = {},
) {
	const home = givenHome ?? mkdtempSync(join(tmpdir(), 'troupe-offers-'));
	mkdirSync(join(home, 'agents'), { recursive: true });
	writeFileSync(join(home, 'agents', 'clerk.json'), JSON.stringify(clerk));
	const model = scriptedChatModel(...steps);
	const pay = fakeTool('pay');
	const lines: unknown[][] = [];
	const engine = await openEmbeddedEngine({ file: givenHome === undefined ? ':memory:' : join(home, 'engine.db') });
	const opened = await openAccess({ home, environment, token: serviceToken, log: () => undefined });
	const host = {
		gate: openGate(),
		agentFolders: [join(home, 'agents')],
		providers: {},
		stateFolder: home,
		model,
		tools: [pay],
		...changes,
	};
	const service = await buildService({
		...{
			engine,
			host,
			access: opened.access,
			keys: opened.keys,
			links: new OneTimeLinks(),
			metrics: new WorkerMetrics(),
			registryMetrics: new RegistryMetrics(),
			registryHint: '',
		},
		...{ isDraining: () => false, readKeys: () => ({ keys: [] }), version: '0.0.0', address: '127.0.0.1' },
		offeredAgents: new Set(['clerk']),
		...{
			sandboxPrograms,
			taskPatienceMs,
			diagnose: () => examine({ TROUPE_HOME: home }),
			readRoot: () => readRoot({ TROUPE_HOME: home }),
			...more,
		},
		log: (...line) => void lines.push(line),
	});
	const url = await service.listen({ host: '127.0.0.1', port: 0 });
	return {
		...{ url, engine, host, model, pay, lines },
		/** Creates a key with these scopes. */
		async createKey(name: string, scopes: string[], tenant = 'default') {
			const { secret } = await opened.keys.create({ name, tenant, scopes }, { subject: 'the test' });
			return secret;
		},
		revokeKey: (secret: string, tenant = 'default') => opened.keys.revoke(tenant, secret.slice(0, 12), { subject: 'the test' }),
		async close() {
			await service.close();
			await engine.close();
			await opened.close();
			if (givenHome === undefined) rmSync(home, { recursive: true, force: true });
		},
	};
}
