import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { openGate } from '../../sandbox/fakes/open-gate';
import { serviceToken, startTestService } from '../../test/support/offering-service';
import { describeSlow } from '../../test/support/slow-tests';
import { fakeExecuteFunctions, type FakeExecution } from '../shared/testing/fake-execute-functions';
import { execute } from './execute';

const home = mkdtempSync(join(tmpdir(), 'troupe-sandbox-node-'));
const timeoutMs = 600_000;

beforeAll(() => (process.env.TROUPE_HOME = home));
afterAll(() => {
	delete process.env.TROUPE_HOME;
	rmSync(home, { recursive: true });
});

const usual = { operation: 'run', source: 'process.stdin.pipe(process.stdout)', input: 'hello', level: 'L0', options: {} };

async function run(parameters: IDataObject, options: Partial<FakeExecution> = {}) {
	const context = fakeExecuteFunctions({ ...options, parameters: { ...usual, ...parameters } });
	const [output] = await execute.call(context, openGate());
	return output!.map(({ json }) => json);
}

describe('wrong input', () => {
	it('asks the gate first', async () => {
		const refusing = { admit: () => Promise.reject(new Error('revoked')) };
		await expect(execute.call(fakeExecuteFunctions({ parameters: usual }), refusing)).rejects.toThrow('revoked');
	});

	it.each<[string, IDataObject, RegExp]>([
		['a script that is too long', { source: 'x'.repeat(2_000_001) }, /Script has 2000001 characters/],
		['a script whose expression has no value', { source: null }, /Script.* has no value/],
		['an unknown level', { level: 'L9' }, /Least Level is not one of L0, L0\+, L1/],
		['no time', { options: { time: 0 } }, /Max Time \(Seconds\) is 0; expected a number from 0\.1 to 60/],
		['half a megabyte of memory', { options: { memory: 96.5 } }, /Max Memory \(MB\) is 96\.5; expected a whole number/],
		['a report without a service', { operation: 'report', runId: '1' }, /the node has no credential/],
	])('is refused: %s', async (_case, parameters, message) => {
		await expect(run(parameters)).rejects.toThrow(message);
	});
});

describeSlow('on this machine', () => {
	it(
		'runs a script here, and returns output, level and the hash of the report',
		async () => {
			const [json] = await run({});
			expect(json).toMatchObject({ outcome: 'completed', exitCode: 0, stdout: 'hello', stderr: '', limit: null });
			expect(json!.level).toMatch(/^L/);
			expect(json!.reportSha256).toMatch(/^[0-9a-f]{64}$/);
			expect(json).not.toHaveProperty('report');
			const [withReport] = await run({ options: { report: true, time: 0.2 }, source: 'for (;;);' });
			expect(withReport).toMatchObject({ outcome: 'limit', limit: 'time', report: { version: 2, outcome: { kind: 'limit' } } });
		},
		timeoutMs,
	);

	it(
		'runs a script at a service, whose report can be got later',
		async () => {
			const service = await startTestService([], { environment: { TROUPE_SANDBOX_LEVEL: 'L0' } }, {}, { home });
			const credentials = { troupeRegistryApi: { baseUrl: service.url, accessToken: serviceToken, tenant: 'default' } };
			try {
				const [json] = await run({}, { credentials });
				expect(json).toMatchObject({ outcome: 'completed', stdout: 'hello', runId: expect.any(String) as string });
				const [report] = await run({ operation: 'report', runId: json!.runId! }, { credentials });
				expect(report).toMatchObject({ reportSha256: json!.reportSha256!, report: { subject: { kind: 'script' } } });
				await expect(run({ operation: 'report', runId: 'none' }, { credentials })).rejects.toThrow('There is no sandbox run "none"');
				const weaker = await service.createKey('reader', ['process:read']);
				const others = { troupeRegistryApi: { ...credentials.troupeRegistryApi, accessToken: weaker } };
				await expect(run({}, { credentials: others })).rejects.toThrow('does not have the scope sandbox:run');
			} finally {
				await service.close();
			}
		},
		timeoutMs,
	);
});
