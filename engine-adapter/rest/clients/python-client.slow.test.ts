import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensurePythonPackage } from '../../../scripts/lib/python-package.mjs';
import { describeSlow } from '../../../test/support/slow-tests';
import type { TestService } from '../../../test/support/engine/test-service';
import { openServiceOfEveryKind } from '../../../test/support/engine/every-kind';

/** The newest, which `pip install` gets. */
const client = { name: 'camunda-orchestration-sdk', version: '10.0.1' };

describeSlow("Camunda's Python client", () => {
	let service: TestService;
	beforeAll(async () => {
		service = await openServiceOfEveryKind();
	});
	afterAll(() => service.close());

	it('calls every operation that it has and the service too', async () => {
		const python = await findPython();
		if (python === undefined) return;
		const run = promisify(execFile);
		const { stdout } = await run(python, [join(__dirname, 'call-everything.py'), `${service.url}/v2`], { timeout: 120_000 });
		const { found, called, failed } = JSON.parse(stdout) as { found: Record<string, number>; called: string[]; failed: object };
		expect(failed).toEqual({});
		expect(called).toHaveLength(62);
		// What waited for a message got it.
		expect(Object.entries(found).filter(([, items]) => items === 0)).toEqual([['message_subscriptions', 0]]);
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
