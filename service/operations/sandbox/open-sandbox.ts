import { resolve } from 'node:path';
import { TroupeError } from '../../../core/base/errors';
import type { Environment } from '../../../core/base/settings/setting-names';
import { readSecret, readSetting } from '../../../core/base/settings/settings';
import type { RunSurroundings } from '../../../sandbox/kinds/requests/perform-request';
import { readPermitted } from '../../../sandbox/kinds/requests/request-rules';
import { type Level, levels } from '../../../sandbox/levels/level';
import type { SandboxReport } from '../../../sandbox/report/report-shape';
import type { ServiceParts } from '../../service-parts';

export interface ServiceSandbox {
	surroundings: RunSurroundings;
	/** Absent without a signing key. */
	sign?: (report: SandboxReport) => Promise<string>;
	running: number;
}

const site = { name: 'this service', n8n: 'the n8n of this service', withheld: 'A service gives runs of callers nothing of its machine.' };

/** L0 leaves the network open, so callers get it only by the operator's setting. @throws TroupeError INPUT_INVALID for a wrong setting */
export async function openSandbox({
	host,
	offeredAgents,
	sandboxPrograms: programs,
}: Pick<ServiceParts, 'host' | 'offeredAgents' | 'sandboxPrograms'>): Promise<ServiceSandbox | undefined> {
	const { environment = {}, stateFolder } = host;
	if (stateFolder === undefined) return undefined;
	return {
		surroundings: {
			host: { ...host, stateFolder },
			environment,
			offeredAgents,
			programs,
			site,
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

/** The service's own author key, which vouches for reports only until somebody approves its signatures. */
async function openSigner(folder: string | undefined, environment: Environment) {
	if (folder === undefined) return undefined;
	const [{ readSigner }, { signReport }] = await Promise.all([
		import('../../../manifests/keys/key-files'),
		import('../../../sandbox/report/sign-report'),
	]);
	const signer = readSigner(resolve(folder), 'author', { passphrase: readSecret('TROUPE_KEY_PASSPHRASE', environment) });
	return (report: SandboxReport) => signReport(report, signer);
}
