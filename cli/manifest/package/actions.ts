import { countNouns } from '../../terminal/format-text';
import { existsSync, lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readUserName } from '../../../core/base/user-name';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { approvePackage } from '../../../manifests/approval/approve-package';
import { developPackage } from '../../../manifests/approval/develop-package';
import { contentsFile, manifestFileName } from '../../../manifests/documents/documents';
import { findPackageFolder } from '../../../core/base/package-folder';
import { readSecret } from '../../../core/base/settings/settings';
import { inspectDocument } from '../../../manifests/token/inspect-document';
import { revokeVersion } from '../../../manifests/approval/revoke-version';
import { describeReport, listReports } from '../../../manifests/evidence/verified-reports';
import { signPackage } from '../../../manifests/package/sign-package';
import { openTrust, verifyPackage } from '../../../manifests/package/verify-package';
import { verifyInstalled } from '../../../manifests/scan/verify-installed';
import { SeenFiles } from '../../../manifests/tree/seen-files';
import { manifestLine } from '../../host';
import { machineTrust } from '../../../manifests/gate/machine-trust';
import {
	covered,
	parseDays,
	parseAgentsPolicy,
	type ApproveOptions,
	type DevelopOptions,
	type SignOptions,
	type TrustOptions,
	type VerifyOptions,
} from '../shared/package-options';
import { readNamed, requireDigits, requireIdentity, type NamedManifest } from '../find/named-manifest';
import { parseReference } from '../find/reference';
import { confirmedByPerson } from '../../terminal/confirm';
import type { SignedInstalled } from '../../../manifests/scan/sign-installed';
import { computedLoadsText } from '../shared/text';
import { readPermissions } from '../shared/read-permissions';
import { readReport } from '../shared/read-report';
import { readPassphrase } from '../../terminal/passphrase';
import type { Terminal } from '../../terminal/terminal';
import { describeReadFault } from '../../terminal/system-errors';
import { stripBom } from '../../../core/base/text/strip-bom';

type Answer = Promise<0 | 1>;

export async function signAction(folder: string | undefined, options: SignOptions, terminal: Terminal): Answer {
	const how = {
		packageFolder: readFolder(folder),
		keysFolder: resolve(options.keys),
		passphrase: await readPassphrase(resolve(options.keys), 'author', terminal),
		n8n: options.n8n,
		...(options.permissions !== undefined && { permissions: readPermissions(options.permissions) }),
		days: parseDays(options.days),
		nowMs: Date.now(),
	};
	const into = options.into === undefined ? undefined : resolve(options.into);
	const saysWhatItHolds = existsSync(join(how.packageFolder, contentsFile));
	const signed =
		into === undefined || saysWhatItHolds
			? await signPackage({ ...how, into, covers: covered(options.covers), unlistedAgents: parseAgentsPolicy(options.agents) })
			: await (await import('../../../manifests/scan/sign-installed')).signInstalled({ ...how, into });
	const { computedLoads = [] }: Partial<SignedInstalled> = signed;
	if (options.json) terminal.print(JSON.stringify(signed));
	terminal.note(
		`Signed ${signed.package.name} ${signed.package.version}: ${countNouns(signed.files, 'file')}, key ${signed.keyId}, manifest ${signed.sha256}.`,
	);
	if (computedLoads.length > 0) terminal.note(computedLoadsText(computedLoads));
	terminal.note('It can run after an approver has approved it: `troupe manifest approve`.');
	return 0;
}

export async function approveAction(folder: string | undefined, options: ApproveOptions, terminal: Terminal): Answer {
	const approver = options.approver ?? readUserName();
	const approved = await approvePackage({
		packageFolder: readFolder(folder),
		approver,
		...(options.report !== undefined && { readReport: (root) => readReport(options.report!, root) }),
		...(await readTrustOptions(options, terminal)),
	});
	if (options.json) terminal.print(JSON.stringify(approved));
	terminal.note(`Approved ${approved.package} ${approved.version}, manifest ${approved.manifest}; snapshot ${approved.snapshotVersion}.`);
	return 0;
}

export async function revokeAction(nameAtVersion: string, options: TrustOptions & { yes?: boolean }, terminal: Terminal): Answer {
	const { name, version: number, prefix } = parseReference(nameAtVersion);
	if (!(await confirmedByPerson(`Revoke ${nameAtVersion} permanently in ${resolve(options.into)}?`, options, terminal))) return 1;
	const version = { package: name, version: number, ...(prefix && { manifest: prefix }) };
	const snapshotVersion = await revokeVersion({ ...version, ...(await readTrustOptions(options, terminal)) });
	terminal.note(`Revoked ${nameAtVersion}; snapshot ${snapshotVersion}. It runs nowhere that reads this snapshot.`);
	return 0;
}

export async function verifyAction(folder: string | undefined, options: VerifyOptions, terminal: Terminal): Answer {
	const packageFolder = readFolder(folder);
	const named = readNamed(options.manifest);
	if (!bringsManifest(packageFolder)) return verifyInstalledAction(packageFolder, named, options, terminal);
	try {
		const { reference, manifest, deprecated, approvers, snapshotVersion, expiresAt, trust } = await verifyPackage({
			...(await machineTrust(options, terminal.environment)),
			packageFolder,
		});
		requireIdentity(named, manifest.package);
		requireDigits(named, { ...manifest.package, sha256: reference.sha256 });
		const expires = new Date(expiresAt).toISOString();
		const reports = listReports(trust, reference.sha256);
		const rest = { deprecated, approvers, snapshotVersion, expiresAt: expires, files: manifest.files.length, reports };
		if (options.json) terminal.print(JSON.stringify({ ok: true, manifest: reference, ...rest }));
		terminal.note(
			`${packageFolder}: ${countNouns(manifest.files.length, 'file')} as signed; ${manifestLine(reference)}; good until ${expires}.`,
		);
		reports.forEach((report) => terminal.note(`${describeReport(report)}.`));
		reference.warnings?.forEach((warning) => terminal.note(`${warning}.`));
		return 0;
	} catch (error) {
		return tellRefusal(error, options, terminal);
	}
}

/** Verifies a package of another publisher, by its manifest from the registry or the trust folder. */
async function verifyInstalledAction(folder: string, named: NamedManifest, options: VerifyOptions, terminal: Terminal): Answer {
	try {
		const request = await machineTrust(options, terminal.environment);
		const { name, version } = readIdentity(folder);
		requireIdentity(named, { name, version });
		const seen = new SeenFiles();
		const installed = { name, version, folder, from: 'community' as const };
		const trust = openTrust({ ...request, seen });
		const { reference, manifest, deprecated, expiresAt } = await verifyInstalled(installed, trust, seen, { only: named.digits });
		const files = manifest.fileList?.count ?? manifest.files.length;
		const expires = new Date(expiresAt).toISOString();
		const dependencies = manifest.dependencies?.length ?? 0;
		const reports = listReports(trust, reference.sha256);
		const rest = { deprecated, expiresAt: expires, files, dependencies, reports };
		if (options.json) terminal.print(JSON.stringify({ ok: true, manifest: reference, ...rest }));
		const packages = dependencies === 0 ? '' : ` and ${countNouns(dependencies, 'package')} that its code loads`;
		terminal.note(`${folder}: ${countNouns(files, 'file')}${packages}, as signed; ${manifestLine(reference)}; good until ${expires}.`);
		reports.forEach((report) => terminal.note(`${describeReport(report)}.`));
		reference.warnings?.forEach((warning) => terminal.note(`${warning}.`));
		return 0;
	} catch (error) {
		return tellRefusal(error, options, terminal);
	}
}

function tellRefusal(error: unknown, options: VerifyOptions, terminal: Terminal): 1 {
	if (!isTroupeError(error) || !options.json) throw error;
	const { code, message, fix, details } = error;
	terminal.print(JSON.stringify({ ok: false, code, message, fix, details }));
	return 1;
}

/** Troupe's own package has to, also where somebody took its manifest away. */
function bringsManifest(folder: string): boolean {
	return (
		lstatOrUndefined(join(folder, manifestFileName)) !== undefined ||
		!existsSync(join(folder, 'package.json')) ||
		readIdentity(folder).name === 'n8n-nodes-troupe'
	);
}

function readIdentity(folder: string): { name: string; version: string } {
	const path = join(folder, 'package.json');
	try {
		const { name, version } = JSON.parse(stripBom(readFileSync(path, 'utf8'))) as Record<string, unknown>;
		if (typeof name === 'string' && typeof version === 'string') return { name, version };
	} catch (cause) {
		throw Object.assign(wrongUse(`${path} cannot be read: ${describeReadFault(cause)}`, 'Name the folder of a package.'), { cause });
	}
	throw wrongUse(`${path} names no package and version`, 'Name the folder of a package.');
}

export async function showAction(target: string | undefined, options: VerifyOptions, terminal: Terminal): Answer {
	const isPackage = target === undefined || isFolder(resolve(target));
	const path = isPackage ? readFolder(target) : resolve(target);
	const file = isPackage ? join(path, manifestFileName) : path;
	if (lstatOrUndefined(file) === undefined)
		throw wrongUse(`There is no ${file}`, 'Name a package, or a file that holds a signed document.');
	terminal.print(JSON.stringify(inspectDocument(file, readFileSync(file)), null, '\t'));
	if (isPackage) return verifyAction(path, { trust: options.trust }, terminal);
	terminal.note('This is what the document claims. Nobody has verified it: a document is verified as a part of its package.');
	return 0;
}

export async function developAction(folder: string | undefined, options: DevelopOptions, terminal: Terminal): Answer {
	const packageFolder = readFolder(folder);
	const developed = await developPackage({
		packageFolder,
		keysFolder: resolve(options.keys ?? join(packageFolder, '.troupe', 'development-keys')),
		passphrase: readSetPassphrase(terminal),
		covers: options.covers === undefined ? usualEntries(packageFolder) : covered(options.covers),
		nowMs: Date.now(),
	});
	if (options.json) terminal.print(JSON.stringify(developed));
	const made = developed.created
		? `Made a development root in ${developed.keysFolder}.`
		: `Used the development root in ${developed.keysFolder}.`;
	terminal.note(
		`${made} This machine alone vouches for ${developed.package} ${developed.version}: pin a root of people you trust before you rely on it.`,
	);
	return 0;
}

/** A checkout has more than its package: tools, and the keys of its development root. */
const usualEntries = (packageFolder: string): string[] =>
	existsSync(join(packageFolder, '.git'))
		? ['bin', 'dist', 'package.json'].filter((entry) => existsSync(join(packageFolder, entry)))
		: ['.'];

async function readTrustOptions(options: TrustOptions, terminal: Terminal) {
	return {
		keysFolder: resolve(options.keys),
		into: resolve(options.into),
		passphrase: await readPassphrase(resolve(options.keys), 'any', terminal),
		days: parseDays(options.days),
		nowMs: Date.now(),
	};
}

function readFolder(folder: string | undefined): string {
	if (folder === undefined) return findPackageFolder();
	const path = resolve(folder);
	// pnpm, and npm for a folder, install a link.
	if (isFolder(path)) return realpathSync(path);
	throw wrongUse(`${path} is not a folder`, 'Name the folder of a package.');
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
const readSetPassphrase = ({ environment }: Terminal) => readSecret('TROUPE_KEY_PASSPHRASE', environment);
const lstatOrUndefined = (path: string) => lstatSync(path, { throwIfNoEntry: false });
const wrongUse = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
