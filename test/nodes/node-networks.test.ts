import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job, JobOutcome } from '../../engine-adapter/engine/jobs';
import { n8nNodeJobHandler } from '../../engine-adapter/workers/nodes/n8n-node-worker';
import { closeOpened } from '../../providers/compose/open-once';
import { openGate, openNodeGate } from '../fakes/permissive-gate';
import { storedCredentials } from '../support/stored-credentials';
import { reply, type Service, startService } from './service';

const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-node-networks-'));
let service: Service;
beforeAll(async () => {
	// Node processes get it from this one.
	process.env['N8N_RESTRICT_FILE_ACCESS_TO'] = stateFolder;
	service = await startService((response) => reply(response, 200, {}));
});
beforeEach(() => {
	service.asked.length = 0;
});
afterAll(async () => {
	delete process.env['N8N_RESTRICT_FILE_ACCESS_TO'];
	await service.close();
	await closeOpened();
	rmSync(stateFolder, { recursive: true });
});

function run(nodeType: string, typeVersion: string, parameters: object): Promise<JobOutcome> {
	const job: Job = {
		...{
			key: `job ${nodeType}`,
			type: 'troupe:n8n-node',
			instanceKey: '7',
			processId: 'leads',
			processDefinitionKey: '3',
			elementId: 'ask',
		},
		...{ elementInstanceKey: '8', retries: 3, deadline: 0, variables: { credentials: { redis: 'cache' } } },
		headers: { nodeType, typeVersion, inputs: 'parameters, credentials, items', parameters: JSON.stringify(parameters) },
	};
	const data = { host: '127.0.0.1', port: Number(new URL(service.url).port), password: '', user: '', database: 0, ssl: false };
	const credentials = storedCredentials({ name: 'cache', type: 'redis', data });
	const environment = { ...process.env, TROUPE_ALLOW_PRIVATE_NETWORKS: undefined };
	const host = { gate: openGate(), nodeGate: openNodeGate(), agentFolders: [], providers: {}, stateFolder, credentials, environment };
	return n8nNodeJobHandler(host)(job, new AbortController().signal);
}

it('a node starts no program that could call private networks: Git', async () => {
	const [repositoryPath, sourceRepository] = [join(stateFolder, 'clone'), `${service.url}/a.git`];
	const outcome = await run('n8n-nodes-base.git', '1.1', { operation: 'clone', repositoryPath, sourceRepository, authentication: 'none' });
	expect(outcome).toMatchObject({
		...{ kind: 'fail', retries: 0, code: 'ADDRESS_REFUSED' },
		message: expect.stringContaining('starts the program git, which could call private networks') as string,
	});
	expect(service.asked).toEqual([]);
});

it('a node that only tries again is ended, not at its time limit: Redis', async () => {
	const began = performance.now();
	const outcome = await run('n8n-nodes-base.redis', '1', { operation: 'get', propertyName: 'value', key: 'a', options: {} });
	expect(outcome).toMatchObject({ kind: 'fail', retries: 0, code: 'ADDRESS_REFUSED' });
	expect(performance.now() - began).toBeLessThan(25_000);
	expect(await run('n8n-nodes-base.noOp', '1', {})).toMatchObject({ kind: 'complete' });
});
