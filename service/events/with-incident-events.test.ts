import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job, JobHandler, JobOutcome } from '../../engine-adapter/engine/jobs';
import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';
import { openEvents } from '../../providers/compose/events/events';
import { openGate } from '../../test/fakes/permissive-gate';
import { withIncidentEvents } from './with-incident-events';

let stateFolder: string;
beforeEach(() => void (stateFolder = mkdtempSync(join(tmpdir(), 'troupe-incident-events-'))));
afterEach(() => rmSync(stateFolder, { recursive: true }));

const job: Job = {
	...{ key: '11', type: 'troupe:agent', instanceKey: '7', processId: 'sales', processDefinitionKey: '3', elementId: 'answer' },
	...{ elementInstanceKey: '8', headers: {}, variables: { cpf: '529.982.247-25' }, retries: 1, deadline: 0 },
};
const fail = (retries: number): JobOutcome => ({ kind: 'fail', code: 'MODEL_UNREACHABLE', message: 'of 529.982.247-25', retries });

it('publishes jobs without attempts left, for the tenant of the job, without their message and variables', async () => {
	const handlers: JobHandler[] = [];
	const engine: Pick<ProcessEngine, 'openWorker'> = {
		openWorker: (_type, _options, handler) => (
			handlers.push(handler),
			Promise.resolve({ type: 'troupe:agent', close: () => Promise.resolve() })
		),
	};
	const outcomes = [fail(2), fail(0), { kind: 'complete' as const, variables: {} }];
	const observed = withIncidentEvents(engine as ProcessEngine, { gate: openGate(), agentFolders: [], providers: {}, stateFolder });
	await observed.openWorker('troupe:agent', { name: 'w', concurrency: 1, timeoutMs: 1_000 }, () => Promise.resolve(outcomes.shift()!));
	const { signal } = new AbortController();
	for (const tenantId of ['acme', 'acme', 'acme']) await handlers[0]!({ ...job, tenantId }, signal);
	const events = await openEvents({ stateFolder });
	expect((await events.read('acme', 0, 10)).map(({ type, data }) => [type, data])).toEqual([
		[
			'process.incident-created',
			{
				...{ engine: 'zeebe', instanceKey: '7', processId: 'sales', elementId: 'answer' },
				...{ jobType: 'troupe:agent', errorType: 'JOB_NO_RETRIES', code: 'MODEL_UNREACHABLE' },
			},
		],
	]);
	expect(await events.last('default')).toBe(0);
});
