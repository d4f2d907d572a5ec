import { resolve } from 'node:path';
import { TroupeError } from '../../../core/base/errors';
import { type Environment, readSecret, readSetting } from '../../../core/base/settings';
import { type Level, levels } from '../../../sandbox/levels/level';
import type { SandboxReport } from '../../../sandbox/report/report';
import type { ReportFault } from '../log/fault-log';
import type { ServiceParts } from '../service-parts';
import { SandboxMetrics } from './sandbox-metrics';
import { SandboxRuns } from './sandbox-runs';

/**
 * Opens the sandbox of a service. L0 leaves the network open, so that callers get it only where the operator says so.
 * @throws TroupeError INPUT_INVALID for a setting that is wrong
 */
export async function openRuns({ host, log }: Pick<ServiceParts, 'host' | 'log'>, reportFault: ReportFault) {
	const { environment, stateFolder } = host;
	if (stateFolder === undefined) return undefined;
	const metrics = new SandboxMetrics();
	const sign = await openSigner(readSetting('TROUPE_SANDBOX_KEYS', environment), environment);
	const runs = new SandboxRuns({
		...{ stateFolder, least: readLevel(readSetting('TROUPE_SANDBOX_LEVEL', environment)), sign, metrics, log },
		reportFault: (error) => reportFault(error, { url: '/api/v1/sandbox/runs' }),
	});
	return { runs, metrics };
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
async function openSigner(folder: string | undefined, environment?: Environment) {
	if (folder === undefined) return undefined;
	const [{ readSigner }, { signReport }] = await Promise.all([
		import('../../../manifests/keys/key-files'),
		import('../../../sandbox/report/sign-report'),
	]);
	const signer = readSigner(resolve(folder), 'author', { passphrase: readSecret('TROUPE_KEY_PASSPHRASE', environment) });
	return (report: SandboxReport) => signReport(report, signer);
}
