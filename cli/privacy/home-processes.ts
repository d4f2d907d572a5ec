import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isTroupeError } from '../../core/base/errors';
import { readTenant } from '../../core/base/tenant';
import type { ForgetInProcesses, ForgottenInProcesses } from '../../core/ports/processes';
import { findServiceAddress } from '../../service/access/service-address';
import { findServiceToken } from '../../service/access/service-token';
import type { Terminal } from '../terminal/terminal';

const noneForgotten: ForgottenInProcesses = { cancelled: 0, instances: 0, messages: 0, left: [] };
/** A filled engine is searched for some seconds. */
const timeoutMs = 300_000;

/** Forgets persons in the engine of the home: by its file, or by the service that uses the file. */
export function forgetInHome(stateFolder: string, { environment }: Pick<Terminal, 'environment'>): ForgetInProcesses {
	const file = join(stateFolder, 'engine.db');
	return async (person, signal) => {
		if (!existsSync(file)) return noneForgotten;
		const [{ openEmbeddedEngine }, { composeForgetting }] = await Promise.all([
			import('../../engine-adapter/embedded/open-embedded-engine'),
			import('../../engine-adapter/embedded/forget/compose-forgetting'),
		]);
		try {
			const engine = await openEmbeddedEngine({ file, isPaused: true });
			try {
				return await composeForgetting(engine, readTenant(environment))(person, signal);
			} finally {
				await engine.close();
			}
		} catch (error) {
			if (!isTroupeError(error) || error.code !== 'ENGINE_LOCKED') throw error;
			return askService(stateFolder, environment)(person, signal);
		}
	};
}

const askService =
	(stateFolder: string, environment: Terminal['environment']): ForgetInProcesses =>
	async (person, signal) => {
		const url = findServiceAddress(stateFolder);
		const { HttpConnection } = await import('../../manifests/registry-over-http/http-connection');
		const token = await findServiceToken(url, environment);
		const connection = new HttpConnection({ url, token, isService: true, timeoutMs, signal });
		const { text } = await connection.send('POST', 'privacy/forget-processes', { body: person });
		return JSON.parse(text) as ForgottenInProcesses;
	};
