/** A service whose operations are called over HTTP and by commands with `--service`, for tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTroupe } from '../../cli/program';
import { writeServices } from '../../cli/services/known-services';
import { testTerminal } from './test-terminal';
import { startTestService } from './offering-service';

/** @param scopes of the callers `ours` and `theirs`, who is of another tenant; `nobody` has none of them */
export async function startOperationsService(scopes: string[], changes?: Parameters<typeof startTestService>[1]) {
	const service = await startTestService([], changes);
	const keys = {
		ours: await service.createKey('ours', scopes),
		theirs: await service.createKey('theirs', scopes, 'acme'),
		nobody: await service.createKey('nobody', ['metrics:read']),
	};
	const home = mkdtempSync(join(tmpdir(), 'troupe-logins-'));
	writeServices({ prod: { url: service.url, key: keys.ours } }, { TROUPE_HOME: home });
	return {
		...service,
		/** Sends a request such as `GET usage?by=agent`. Returns its status and document. */
		async call(request: string, { body, as = 'ours' }: { body?: object; as?: keyof typeof keys } = {}): Promise<[number, unknown]> {
			const [method, path] = request.split(' ');
			const response = await fetch(`${service.url}/api/v1/${path}`, {
				method,
				headers: { authorization: `Bearer ${keys[as]}`, ...(body && { 'content-type': 'application/json' }) },
				...(body && { body: JSON.stringify(body) }),
			});
			return [response.status, await response.json()];
		},
		/** Runs a command at the service. */
		async troupe(args: string[], input = '') {
			const terminal = testTerminal({ TROUPE_HOME: home }, [Buffer.from(input)]);
			const code = await runTroupe([...args, '--service', 'prod'], terminal);
			return { code, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
		},
		async close() {
			await service.close();
			rmSync(home, { recursive: true });
		},
	};
}
