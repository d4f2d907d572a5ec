import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensurePythonPackage } from '../../../scripts/lib/python-package.mjs';
import { describeSlow } from '../../../test/support/slow-tests';
import type { TestService } from '../test-service';
import { openServiceOfEveryKind } from './every-kind';

/** Its last version for 8.8; those from 9 on are for later clusters. */
const client = { name: 'camunda-orchestration-sdk', version: '1.1.3' };

describeSlow("Camunda's Python client", () => {
	let service: TestService;
	beforeAll(async () => {
		service = await openServiceOfEveryKind();
	});
	afterAll(() => service.close());

	it('reads everything that the service tells', async () => {
		const python = await findPython();
		if (python === undefined) return;
		const run = promisify(execFile);
		const { stdout } = await run(python, [join(__dirname, 'read-everything.py'), `${service.url}/v2`], { timeout: 60_000 });
		const found = JSON.parse(stdout) as Record<string, object[]>;
		expect(Object.fromEntries(Object.entries(found).map(([name, items]) => [name, items.length]))).toEqual({
			definitions: 5,
			instances: 5,
			elements: 17,
			variables: 11,
			tasks: 2,
		});
		expect(found.instances).toContainEqual(expect.objectContaining({ state: 'COMPLETED', endDate: expect.any(String) }));
		expect(found.instances).toContainEqual(expect.not.objectContaining({ endDate: expect.anything() }));
	}, 600_000);
});

/** Installs the client on the first run. Undefined, with the reason on standard error, where Python or PyPI is missing. */
async function findPython(): Promise<string | undefined> {
	try {
		return (await ensurePythonPackage({ ...client, progress: (line: string) => process.stderr.write(`${line}\n`) })).python;
	} catch (error) {
		process.stderr.write(`Camunda's Python client is not tested: ${(error as Error).message}\n`);
		return undefined;
	}
}
