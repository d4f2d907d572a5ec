import { isTroupeError } from '../../../core/base/errors';
import type { Access } from '../../../manifests/registry/access/access';
import { denied } from '../../../manifests/registry/access/access';
import { scopes, type Caller, type ManifestSummary, type RegistryApi, type Scope } from '../../../manifests/registry/registry-api';
import { openTestRegistryService } from '../../support/registry/registry-service';

type Options = Parameters<typeof openTestRegistryService>[2] & { access?: Access };
export type ScriptedService = Awaited<ReturnType<typeof openScriptedService>>;

export const sha256 = 'a'.repeat(64);
export const summary: ManifestSummary = {
	sha256,
	kind: 'agent',
	name: 'support',
	version: '1.0.0',
	state: 'draft',
	revision: 1,
	keyId: 'author-1',
	author: 'ada@example.com',
	approvals: [],
	threshold: 1,
	capabilities: [],
	publishedAt: '2026-01-01T00:00:00.000Z',
};

export const ada: Caller = { tenant: 'acme', subject: 'ada@example.com' };
/** `all`, or one scope as the token. */
export const access: Access = {
	grantAccess: (token) => {
		if (token === 'forged') throw denied('invalid', 'The access token is refused: its signature does not hold', 'Get another.');
		return { caller: ada, scopes: new Set(token === 'all' ? scopes : [token.replace('.', ':') as Scope]), expiresAt: Infinity };
	},
};

/** Returns a function that opens a service for one test. The service is closed after the test, which fails if a fault was reported. */
export function scriptedServices(): typeof openScriptedService {
	let service: ScriptedService | undefined;
	afterEach(async () => {
		await service?.close();
		// Those with a code are answered with it.
		expect(service?.faults.filter((fault) => !isTroupeError(fault)) ?? []).toEqual([]);
		service = undefined;
	});
	return async (answers, options) => (service = await openScriptedService(answers, options));
}

/** Returns a service whose registry must not be asked. The tests of a file share it. */
export function closedService(): () => ScriptedService {
	let service: ScriptedService | undefined;
	beforeAll(async () => {
		service = await openScriptedService({});
	});
	afterAll(() => service?.close());
	return () => service!;
}

async function openScriptedService(answers: Partial<RegistryApi>, options: Options = {}) {
	const { registry, calls } = scripted(answers);
	const service = await openTestRegistryService(registry, options.access ?? access, options);
	const call = (path: string, init: RequestInit & { token?: string | null; json?: unknown } = {}) => {
		const { token = 'all', json, headers, ...rest } = init;
		return fetch(`${service.url}/api/v1${path}`, {
			...rest,
			headers: {
				...(token === null ? {} : { authorization: `Bearer ${token}` }),
				...(json === undefined ? {} : { 'content-type': 'application/json' }),
				...(headers as Record<string, string>),
			},
			...(json === undefined ? {} : { body: JSON.stringify(json), method: rest.method ?? 'POST' }),
		});
	};
	return { call, calls, url: service.url, faults: service.faults, close: service.close };
}

/** Returns a registry that answers what is written here and records its calls. What is not written fails. */
function scripted(answers: Partial<RegistryApi>) {
	const calls: Array<[name: string, ...args: unknown[]]> = [];
	const registry = new Proxy(answers as RegistryApi, {
		get: (target, name: keyof RegistryApi) => {
			const answer = target[name] as ((...args: unknown[]) => unknown) | undefined;
			return (...args: unknown[]) => {
				calls.push([name, ...args]);
				if (!answer) throw new Error(`The test calls ${name}, which has no answer.`);
				return answer(...args);
			};
		},
	});
	return { registry, calls };
}
