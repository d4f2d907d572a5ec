import { resolve } from 'node:path';
import { TroupeError } from '../../../core/base/errors';
import type { Environment } from '../../../core/base/settings/setting-names';
import { readSecret, readSetting } from '../../../core/base/settings/settings';
import type { RunSurroundings } from '../../../sandbox/kinds/requests/perform-request';
import { readPermitted } from '../../../sandbox/kinds/requests/request-rules';
import { type Level, levels } from '../../../sandbox/levels/level';
import type { SandboxReport } from '../../../sandbox/report/report-shape';
import type { ServiceParts } from '../../service-parts';

/** The sandbox of a service, which runs what callers send. */
export interface ServiceSandbox {
	surroundings: RunSurroundings;
	/** Absent where the service has no key to sign with. */
	sign?: (report: SandboxReport) => Promise<string>;
	/** Number of runs in this process now. */
	running: number;
}

const site = { name: 'this service', n8n: 'the n8n of this service', withheld: 'A service gives runs of callers nothing of its machine.' };

/**
 * Opens the sandbox of a service. L0 leaves the network open, so that callers get it only where the operator says so.
 * @throws TroupeError INPUT_INVALID for a setting that is wrong
 */
export async function openSandbox({
	host,
	offeredAgents,
	sandboxPrograms: programs,
}: Pick<ServiceParts, 'host' | 'offeredAgents' | 'sandboxPrograms'>): Promise<ServiceSandbox | undefined> {
	const { environment = {}, stateFolder } = host;
	if (stateFolder === undefined) return undefined;
	return {
		surroundings: {
			...{ host: { ...host, stateFolder }, environment, offeredAgents, programs, site },
			least: readLevel(readSetting('TROUPE_SANDBOX_LEVEL', environment)),
			permitted: readPermitted(environment) ?? [],
			subject: { kind: 'command', name: 'serve' },
		},
		sign: await openSigner(readSetting('TROUPE_SANDBOX_KEYS', environment), environment),
		running: 0,
	};
}

function readLevel(text = 'L0+'): Level {
	const level = levels.find((one) => one === text);
	if (level !== undefined) return level;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `TROUPE_SANDBOX_LEVEL is ${text}, expected one of ${levels.join(', ')}`,
		fix: 'Set it to the least level of the runs of callers, or leave it out: L0+.',
	});
}

/** An author's key of the service's own, which vouches for nothing but reports until somebody approves what it signs. */
async function openSigner(folder: string | undefined, environment: Environment) {
	if (folder === undefined) return undefined;
	const [{ readSigner }, { signReport }] = await Promise.all([
		import('../../../manifests/keys/key-files'),
		import('../../../sandbox/report/sign-report'),
	]);
	const signer = readSigner(resolve(folder), 'author', { passphrase: readSecret('TROUPE_KEY_PASSPHRASE', environment) });
	return (report: SandboxReport) => signReport(report, signer);
}
