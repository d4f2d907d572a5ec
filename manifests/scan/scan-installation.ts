import { isTroupeError, type TroupeError, type TroupeErrorCode } from '../../core/base/errors';
import type { Capabilities } from '../../core/ports/capabilities/capabilities';
import type { ManifestReference } from '../../core/ports/manifests';
import type { PackageManifest } from '../documents/package-manifest';
import type { SnapshotDocument } from '../documents/snapshot-document';
import { ownPackage } from '../documents/several-manifests';
import { SeenFiles } from '../tree/seen-files';
import type { Difference } from '../tree/tampered';
import { readNoted } from '../trust/trust-folders';
import type { TrustStore } from '../trust/trust-store';
import { openTrust, verifyPackage, type VerifyRequest } from '../package/verify-package';
import { listInstalled, type InstalledPackage } from './installed-packages';
import { notThePackage, unknownPackage, unlistedNode, unreadablePackage } from './refused-packages';
import { verifyInstalled } from './verify-installed';

export type PackageState = 'approved' | 'deprecated' | 'unknown' | 'tampered' | 'revoked';

export interface ScannedPackage {
	name: string;
	version: string;
	folder: string;
	from: 'community' | 'custom';
	state: PackageState;
	/** True if the hook lets its nodes run, according to its state and the policy. */
	mayRun: boolean;
	code?: TroupeErrorCode;
	reason?: string;
	fix?: string;
	/** Differences from the manifest, at most twenty. */
	differences?: Difference[];
	manifest?: ManifestReference;
	manifests?: number;
}

export interface InstallationScan {
	userFolder: string;
	unknownPackages: 'allow' | 'deny';
	trustProblem?: { code: TroupeErrorCode; message: string; fix?: string };
	packages: ScannedPackage[];
}

export interface ScanTrust extends Omit<VerifyRequest, 'seen' | 'packageFolder'> {
	/** Troupe's own folder, whose bundled trust comes last. */
	packageFolder: string;
	/** As from `customFolders`. Default none. */
	customFolders?: readonly string[];
}

export async function scanInstallation(userFolder: string, request: ScanTrust): Promise<InstallationScan> {
	const seen = new SeenFiles();
	const trust = readTrust(request, seen);
	const packages: ScannedPackage[] = [];
	for (const installed of listInstalled(userFolder, request.customFolders ?? [], seen)) {
		packages.push((await judgeInstalled(installed, trust, request)).scanned);
	}
	const { policy, error } = trust;
	const trustProblem = error && { code: error.code, message: error.message, ...(error.fix !== undefined && { fix: error.fix }) };
	return { userFolder, unknownPackages: policy, packages, ...(trustProblem && { trustProblem }) };
}

interface InstallationTrust {
	store?: TrustStore;
	snapshot?: SnapshotDocument;
	error?: TroupeError;
	policy: 'allow' | 'deny';
}

/**
 * If an ops team decided anything, unreadable documents deny. If not, Troupe's bundled root does not apply to other packages: its expired snapshot
 * must not stop them.
 */
export function readTrust(request: ScanTrust, seen: SeenFiles): InstallationTrust {
	try {
		const store = openTrust({ ...request, seen });
		const snapshot = store.snapshot().document;
		return { store, snapshot, policy: snapshot.policy?.unknownPackages ?? 'allow' };
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		return { error, policy: hasDecided(request, seen) ? 'deny' : 'allow' };
	}
}

function hasDecided({ pinnedTrust, trustNamed, registryTrust, trustRules = {} }: ScanTrust, seen: SeenFiles): boolean {
	if (trustNamed || registryTrust !== undefined || trustRules.requireRoot !== undefined) return true;
	if (pinnedTrust === undefined) return false;
	try {
		return trustRules.highWater?.acceptedRoot().pinned === true || readNoted(`${pinnedTrust}/root.jwt`, seen) !== null;
	} catch {
		return true;
	}
}

export interface JudgedPackage {
	scanned: ScannedPackage;
	refusal?: TroupeError;
	refuseNode?: (nodeType: string) => TroupeError | undefined;
	permissions?: Capabilities;
	expiresAt: number;
}

/** Never throws because of the package. */
export async function judgeInstalled(
	installed: InstalledPackage,
	trust: InstallationTrust,
	request: ScanTrust,
	seen = new SeenFiles(),
): Promise<JudgedPackage> {
	const { name, version, folder, from, impostor } = installed;
	const about = { name, version, folder, from };
	try {
		// Under another name its nodes would run as that package's, whatever the policy is.
		if (impostor !== undefined) throw notThePackage(installed, impostor);
		const verified = await verify(installed, trust, request, seen);
		const { reference, deprecated, manifest, expiresAt } = verified;
		const state = deprecated ? 'deprecated' : 'approved';
		const scanned = {
			...about,
			state,
			mayRun: true,
			...(reference.warnings && { reason: reference.warnings.join('; ') }),
			manifest: reference,
			manifests: 'manifests' in verified ? verified.manifests : 1,
		} as const;
		const { permissions } = manifest;
		return { scanned, refuseNode: nodeRules(manifest, from), ...(permissions && { permissions }), expiresAt };
	} catch (error) {
		const fault = isTroupeError(error) ? error : unreadablePackage(installed, error);
		const isAllowed = fault.code === 'MANIFEST_UNKNOWN' && trust.policy === 'allow';
		const refusal = isAllowed ? undefined : fault;
		const scanned = { ...about, ...describe(fault), mayRun: isAllowed };
		return { scanned, refusal, expiresAt: request.nowMs + refusalLifetimeMs };
	}
}

/** The clock may have been corrected. */
const refusalLifetimeMs = 5_000;

/** For a package that n8n has loaded, but which is no longer installed. */
export function judgeAbsent(name: string, trust: InstallationTrust, request: ScanTrust): JudgedPackage {
	const isListed = trust.snapshot?.manifests.some((entry) => entry.package === name && (entry.kind ?? 'package') === 'package') === true;
	const absent = { name, version: '', folder: 'not installed', from: 'community' } as const;
	const fault = isListed
		? notThePackage(absent, 'it is not installed')
		: trust.policy === 'deny' && trust.error
			? trust.error
			: unknownPackage(absent);
	const isAllowed = fault.code === 'MANIFEST_UNKNOWN' && trust.policy === 'allow';
	const scanned = { ...absent, ...describe(fault), mayRun: isAllowed };
	return {
		scanned,
		refusal: isAllowed ? undefined : fault,
		expiresAt: request.nowMs + refusalLifetimeMs,
	};
}

type NodeRule = (nodeType: string) => TroupeError | undefined;

/** Only listed nodes of an approved package run, so that a reviewer can leave a node out. Custom folders use other names. */
function nodeRules(manifest: PackageManifest, from: ScannedPackage['from']): NodeRule {
	const { name, version } = manifest.package;
	const listed = new Set(manifest.nodes.map((node) => node.name));
	const isListed = (type: string) => listed.has(type) || listed.has(type.replace(/(Hitl)?Tool$/, ''));
	return (type) => (from === 'custom' || isListed(type) ? undefined : unlistedNode(name, version, type));
}

/** Troupe's own package contains its manifest; those of others are in the trust folder. */
function verify(installed: InstalledPackage, trust: InstallationTrust, request: ScanTrust, seen: SeenFiles) {
	if (installed.name === ownPackage) return verifyPackage({ ...request, packageFolder: installed.folder, seen });
	if (trust.store === undefined) throw trust.error !== undefined && trust.policy === 'deny' ? trust.error : unknownPackage(installed);
	return verifyInstalled(installed, trust.store, seen, { hash: request.hash });
}

const states: Partial<Record<TroupeErrorCode, PackageState>> = {
	MANIFEST_REVOKED: 'revoked',
	MANIFEST_TAMPERED: 'tampered',
	MANIFEST_INVALID: 'tampered',
};

function describe({ code, message, fix, details }: TroupeError): Omit<ScannedPackage, 'name' | 'version' | 'folder' | 'from' | 'mayRun'> {
	const differences = Array.isArray(details.differences) ? (details.differences as Difference[]) : undefined;
	return {
		state: states[code] ?? 'unknown',
		code,
		reason: message,
		...(fix !== undefined && { fix }),
		...(differences && { differences }),
		...(typeof details.manifests === 'number' && { manifests: details.manifests }),
	};
}
