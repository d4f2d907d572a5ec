import { findLocalState } from './local-state';

const database = 'postgres://troupe@db/troupe';

test.each<[string, NodeJS.ProcessEnv, Parameters<typeof findLocalState>[0], string | undefined, string[] | undefined]>([
	['one machine', {}, {}, undefined, undefined],
	['n8n in regular mode', { EXECUTIONS_MODE: 'regular' }, {}, undefined, undefined],
	['n8n in queue mode', { EXECUTIONS_MODE: 'queue' }, {}, undefined, ['n8n-queue-mode']],
	[
		'several mains',
		{ EXECUTIONS_MODE: 'queue', N8N_MULTI_MAIN_SETUP_ENABLED: 'true' },
		{},
		undefined,
		['n8n-queue-mode', 'n8n-multi-main'],
	],
	['a worker of an engine on this machine', {}, {}, 'localhost:26500', undefined],
	['a worker of a service on this machine', {}, {}, 'http://127.0.0.1:8080', undefined],
	['a worker of an engine on this machine by IPv6', {}, {}, 'grpc://[::1]:26500', undefined],
	['a worker of a cluster', {}, {}, 'zeebe.example.com:26500', ['zeebe-cluster']],
	['a worker of a cluster over TLS', {}, {}, 'grpcs://10.0.0.5:26500', ['zeebe-cluster']],
	['a worker of a service elsewhere', {}, {}, 'https://troupe.example.com', ['zeebe-cluster']],
	['a shared memory', { TROUPE_MEMORY_STORE: database }, {}, undefined, ['shared-memory']],
	['a shared memory of the host', {}, { memoryStore: database }, undefined, ['shared-memory']],
	['a memory in another file', { TROUPE_MEMORY_STORE: '/data/memory.db' }, {}, undefined, undefined],
	['shared collections', { TROUPE_KNOWLEDGE_STORE: database }, {}, undefined, ['shared-knowledge']],
	['queue mode with a shared database', { EXECUTIONS_MODE: 'queue', TROUPE_DATABASE_URL: database }, {}, undefined, undefined],
	['queue mode with a database of the host', { EXECUTIONS_MODE: 'queue' }, { database }, 'zeebe.example.com:26500', undefined],
	['queue mode without stored state', { EXECUTIONS_MODE: 'queue' }, { stateFolder: undefined }, undefined, undefined],
])('%s', (_name, environment, host, address, signs) => {
	const found = findLocalState({ stateFolder: '/home/troupe', ...host }, { address, environment });
	expect(found?.signs).toEqual(signs);
	if (found) expect(found.warning).toMatch(/TROUPE_DATABASE_URL.*docs\/operations\/shared-state\.md$/);
});

test('a database that is not PostgreSQL is refused', () => {
	const environment = { TROUPE_DATABASE_URL: 'mysql://db/troupe' };
	expect(() => findLocalState({ stateFolder: '/home/troupe' }, { environment })).toThrow(
		expect.objectContaining({ code: 'INPUT_INVALID' }),
	);
});
