import { isTroupeError, type TroupeError, type TroupeErrorCode } from '../../core/base/errors';
import type { ManifestReference } from '../../core/ports';
import type { PackageManifest, SnapshotDocument } from '../documents/documents';
import { ownPackage } from '../documents/several-manifests';
import { flagOf } from '../registry/rollouts/feature-flags';
import { SeenFiles } from '../tree/seen-files';
import type { Difference } from '../tree/tampered';
import { readNoted } from '../trust/trust-folders';
import type { TrustStore } from '../trust/trust-store';
import { openTrust, verifyPackage, type VerifyRequest } from '../package/verify-package';
import { listInstalled, type InstalledPackage } from './installed-packages';
import { disabled, notThePackage, unknownPackage, unlistedNode, unreadablePackage } from './refused-packages';
import { verifyInstalled } from './verify-installed';

export type PackageState = 'approved' | 'deprecated' | 'unknown' | 'tampered' | 'revoked';

/** A package of an installation, and whether n8n may run its nodes. */
export interface ScannedPackage {
	name: string;
	version: string;
	folder: string;
	/** From n8n's folder of community packages, or loaded as `CUSTOM`. */
	from: 'community' | 'custom';
	state: PackageState;
	/** Whether the hook lets its nodes run, by its state, the flags and the policy. */
	mayRun: boolean;
	/** Why not, or why it is of this state: what, where, expected, actual. */
	code?: TroupeErrorCode;
	reason?: string;
	fix?: string;
	/** In what its files depart from the manifest; the first twenty. */
	differences?: Difference[];
	/** The manifest that lets it run: the one that the installation is. */
	manifest?: ManifestReference;
	/** How many manifests of the version there are. */
	manifests?: number;
}

/** What n8n would load from a user folder, package by package. */
export interface InstallationScan {
	userFolder: string;
	/** Whether packages may run that no manifest names. */
	unknownPackages: 'allow' | 'deny';
	/** Why nothing could be verified. */
	trustProblem?: { code: TroupeErrorCode; message: string; fix?: string };
	packages: ScannedPackage[];
}

/** Under which trust; as for one package. */
export interface ScanTrust extends Omit<VerifyRequest, 'seen' | 'packageFolder'> {
	/** The folder of Troupe itself, whose bundled trust comes last. */
	packageFolder: string;
	/** Which instance this is, for flags with a percentage. */
	instance?: string;
	/** Folders that n8n loads as `CUSTOM`: `customFolders`. Default none. */
	customFolders?: readonly string[];
}

/** Every community and custom package of an installation of n8n, each with its state. */
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

/** The trust of a machine, or why there is none. */
interface InstallationTrust {
	store?: TrustStore;
	snapshot?: SnapshotDocument;
	error?: TroupeError;
	policy: 'allow' | 'deny';
}

/**
 * Where an ops team decided something, what cannot be read denies. Where nobody did, Troupe's own bundled root does not speak for others:
 * a package that installs Troupe must not stop all others of an n8n when that root's snapshot expires.
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

function hasDecided({ pinnedTrust, trustNamed, registryTrust }: ScanTrust, seen: SeenFiles): boolean {
	if (trustNamed || registryTrust !== undefined) return true;
	if (pinnedTrust === undefined) return false;
	try {
		return readNoted(`${pinnedTrust}/root.jwt`, seen) !== null;
	} catch {
		return true; // It is there, and cannot be read.
	}
}

/** What is known of one package. */
export interface JudgedPackage {
	scanned: ScannedPackage;
	/** What stands in the way of its nodes. */
	refusal?: TroupeError;
	/** What stands in the way of one of its nodes. */
	refusalOf?: (nodeType: string) => TroupeError | undefined;
	/** Milliseconds since the epoch. */
	expiresAt: number;
}

/** The state of one package under a trust; never throws for what the package is. */
export async function judgeInstalled(
	installed: InstalledPackage,
	trust: InstallationTrust,
	request: ScanTrust,
	seen = new SeenFiles(),
): Promise<JudgedPackage> {
	const { name, version, folder, from, impostor } = installed;
	const about = { name, version, folder, from };
	const flagName = `package:${name}`;
	const flag = flagOf(trust.snapshot?.flags, flagName, request.instance ?? '');
	try {
		// One that goes by another's name would have its nodes run under it, whatever the policy says.
		if (impostor !== undefined) throw notThePackage(installed, impostor);
		const verified = await verify(installed, trust, request, seen);
		const { reference, deprecated, manifest, expiresAt } = verified;
		const refusal = flag === false ? disabled(flagName, `The package ${name}`) : undefined;
		const state = deprecated ? 'deprecated' : 'approved';
		const why = refusal
			? { code: refusal.code, reason: refusal.message }
			: { ...(reference.warnings && { reason: reference.warnings.join('; ') }) };
		const scanned = {
			...about,
			state,
			mayRun: refusal === undefined,
			...why,
			manifest: reference,
			manifests: 'manifests' in verified ? verified.manifests : 1,
		} as const;
		return { scanned, refusal, refusalOf: nodeRules(manifest, trust, request, from), expiresAt };
	} catch (error) {
		const fault = isTroupeError(error) ? error : unreadablePackage(installed, error);
		const isAllowed = fault.code === 'MANIFEST_UNKNOWN' && trust.policy === 'allow' && flag !== false;
		const refusal = isAllowed ? undefined : flag === false ? disabled(flagName, `The package ${name}`) : fault;
		const scanned = { ...about, ...describe(fault), mayRun: isAllowed };
		return { scanned, refusal, refusalOf: flagRule(trust, request), expiresAt: request.nowMs + refusalLifetimeMs };
	}
}

/** A clock may have been put right. */
const refusalLifetimeMs = 5_000;

/** Of a package whose nodes n8n has loaded, and that lies nowhere any more. */
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
		refusalOf: flagRule(trust, request),
		expiresAt: request.nowMs + refusalLifetimeMs,
	};
}

type NodeRule = (nodeType: string) => TroupeError | undefined;

/** Of an approved package: only what its manifest lists, so that a reviewer can leave a node out. In custom folders nodes go by another name. */
function nodeRules(manifest: PackageManifest, trust: InstallationTrust, request: ScanTrust, from: ScannedPackage['from']): NodeRule {
	const byFlag = flagRule(trust, request);
	const { name, version } = manifest.package;
	const listed = new Set(manifest.nodes.map((node) => node.name));
	const isListed = (type: string) => listed.has(type) || listed.has(type.replace(/(Hitl)?Tool$/, ''));
	return (type) => byFlag(type) ?? (from === 'custom' || isListed(type) ? undefined : unlistedNode(name, version, type));
}

function flagRule({ snapshot }: InstallationTrust, { instance = '' }: ScanTrust): NodeRule {
	return (type) => (flagOf(snapshot?.flags, `node:${type}`, instance) === false ? disabled(`node:${type}`, `The node ${type}`) : undefined);
}

/** Troupe's own package brings its manifest along; all others have theirs in the trust folder. */
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
