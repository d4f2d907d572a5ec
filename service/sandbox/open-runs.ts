import { resolve } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import type { Environment } from '../../core/base/settings/setting-names';
import { readSecret, readSetting } from '../../core/base/settings/settings';
import { type Level, levels } from '../../sandbox/levels/level';
import type { SandboxReport } from '../../sandbox/report/report-shape';
import { composeWakeUps } from '../../providers/compose/state/host-wake-ups';
import { composeSandboxRuns } from '../../providers/compose/state/host-sandbox-runs';
import type { ReportFault } from '../log/fault-log';
import type { ServiceParts } from '../service-parts';
import { readPermitted } from '../../sandbox/kinds/requests/request-rules';
import { keptDays, runCounts } from './run-counts';
import { SandboxRuns } from './sandbox-runs';

type OpenParts = Pick<ServiceParts, 'host' | 'log' | 'offeredAgents' | 'sandboxPrograms'>;

const site = { name: 'this service', n8n: 'the n8n of this service', withheld: 'A service gives runs of callers nothing of its machine.' };

/**
 * Opens the sandbox of a service. L0 leaves the network open, so that callers get it only where the operator says so.
 * @throws TroupeError INPUT_INVALID for a setting that is wrong
 */
export async function openRuns({ host, log, offeredAgents, sandboxPrograms }: OpenParts, reportFault: ReportFault) {
	const { environment, stateFolder } = host;
	if (stateFolder === undefined) return undefined;
	const runs = new SandboxRuns({
		surroundings: {
			host: { ...host, stateFolder },
			...{ environment: environment ?? {}, offeredAgents },
			least: readLevel(readSetting('TROUPE_SANDBOX_LEVEL', environment)),
			permitted: readPermitted(environment) ?? [],
			...{ site, subject: { kind: 'command', name: 'serve' } },
			programs: sandboxPrograms,
		},
		sealed: composeSandboxRuns(
			{ ...host, stateFolder },
			{ ...runCounts, keptMs: readKeptDays(readSetting('TROUPE_SANDBOX_KEEP_DAYS', environment)) * 86_400_000 },
			{
				wakeUps: await composeWakeUps(host),
				onLost: ({ tenant, id }) => log('warn', 'sandbox run lost', { run: id, tenant }),
			},
		),
		sign: await openSigner(readSetting('TROUPE_SANDBOX_KEYS', environment), environment),
		log,
		reportFault: (error) => reportFault(error, { url: '/api/v1/sandbox/runs' }),
	});
	runs.start();
	return { runs };
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

function readKeptDays(text = String(keptDays.default)): number {
	const days = Number(text);
	if (days > 0 && days <= keptDays.max) return days;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `TROUPE_SANDBOX_KEEP_DAYS is ${text.slice(0, 40)}, expected a number above 0 and of at most ${keptDays.max}`,
		fix: `Set it to the days for which runs of callers are kept, or leave it out: ${keptDays.default}.`,
	});
}

/** An author's key of the service's own, which vouches for nothing but reports until somebody approves what it signs. */
async function openSigner(folder: string | undefined, environment?: Environment) {
	if (folder === undefined) return undefined;
	const [{ readSigner }, { signReport }] = await Promise.all([
		import('../../manifests/keys/key-files'),
		import('../../sandbox/report/sign-report'),
	]);
	const signer = readSigner(resolve(folder), 'author', { passphrase: readSecret('TROUPE_KEY_PASSPHRASE', environment) });
	return (report: SandboxReport) => signReport(report, signer);
}
