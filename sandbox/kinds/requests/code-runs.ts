import { Readable } from 'node:stream';
import { TroupeError } from '../../../core/base/errors';
import { findInstalled, type PackagePlace, preparePackage, unpack } from '../package';
import { isClosed, openRulesNetwork } from '../run-rules';
import { runScript, type ScriptRun } from '../../run/run-script';
import type { RunHost, EndedRun } from './run-host';
import type { RequestOfKind } from './run-request';

/** @throws TroupeError SANDBOX_LEVEL_TOO_LOW */
export function runScriptOf({ source, name = 'script.js', input }: RequestOfKind<'script'>, host: RunHost): Promise<EndedRun> {
	return runCode({ job: { name, source, ...(input !== undefined && { input }) } }, host);
}

/** @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE for a tarball */
export async function runPackageOf(request: RequestOfKind<'package'>, host: RunHost): Promise<EndedRun> {
	const place = await findPackage(request, host);
	try {
		return await runCode(await preparePackage(place.folder, host.environment), host);
	} finally {
		place.remove();
	}
}

async function runCode(code: Pick<ScriptRun, 'job' | 'readable' | 'reported'>, host: RunHost): Promise<EndedRun> {
	const { rules, permissions, level: least, limits, stateFolder, signal } = host;
	const { capabilities } = permissions;
	const network = isClosed(rules) && capabilities === undefined ? undefined : await openRulesNetwork(rules, capabilities);
	try {
		const { result, report } = await runScript({ ...code, limits, least, stateFolder, network, permissions }, signal);
		return { result, report, fields: { stdout: result.stdout.toString() } };
	} finally {
		await network?.close();
	}
}

/** Nothing is fetched for callers. */
async function findPackage(
	{ package: name, tarball }: RequestOfKind<'package'>,
	{ site, environment, signal }: RunHost,
): Promise<PackagePlace> {
	if ((name === undefined) === (tarball === undefined))
		throw invalid(
			'A run of a package needs either package or tarball.',
			'Pass the name of a package that n8n has, or a tarball in base64.',
		);
	if (tarball !== undefined) return unpack(Readable.from([Buffer.from(tarball, 'base64')]), 'tarball', signal);
	const folder = findInstalled(name!, environment);
	if (folder !== undefined) return { folder, remove: () => undefined };
	throw invalid(`The package ${name} is not installed in ${site.n8n}.`, 'Pass its tarball.');
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
