import type { TroupeError } from '../../core/base/errors';
import { customFolders } from '../scan/installed-packages';
import { getPackageName } from '../scan/n8n-packages';
import type { InstallationScan, JudgedPackage, ScanTrust, ScannedPackage } from '../scan/scan-installation';
import { createCachingHasher } from '../tree/tree-cache';
import type { CacheOptions } from './decision/cached-decision';
import { CachedDecision } from './decision/cached-decision';
import { copyError } from './decision/copy-error';

interface InstallationGateOptions extends CacheOptions, Omit<ScanTrust, 'nowMs' | 'customFolders'> {
	userFolder: string;
	customExtensions?: string;
}

export interface InstallationGate {
	/** Returns the node's package for warnings. @throws TroupeError MANIFEST_*, TOKEN_INVALID */
	admit(nodeType: string): Promise<ScannedPackage[]>;
	report(): Promise<InstallationScan>;
}

const custom = 'CUSTOM';

interface Judged {
	packages: JudgedPackage[];
}

export function openInstallationGate(options: InstallationGateOptions): InstallationGate {
	const folders = customFolders(options.userFolder, options.customExtensions);
	const { hash = createCachingHasher() } = options;
	const decisions = new Map<string, CachedDecision<Judged>>();
	const findDecision = (name: string) => {
		const decision = decisions.get(name) ?? new CachedDecision<Judged>(options, (seen, nowMs) => judge(name, seen, nowMs));
		// A workflow can name any number of nonexistent packages.
		if (decisions.size < maxPackages) decisions.set(name, decision);
		return decision;
	};
	const judge: Judge = async (name, seen, nowMs) => {
		const [{ listInstalled }, { judgeAbsent, judgeInstalled, readTrust }] = await Promise.all([
			import('../scan/installed-packages'),
			import('../scan/scan-installation'),
		]);
		const request = { ...options, customFolders: folders, nowMs, hash };
		const trust = readTrust(request, seen);
		const installed = listInstalled(options.userFolder, folders, seen).filter((one) =>
			name === custom ? one.from === 'custom' : one.from === 'community' && one.name === name,
		);
		const packages: JudgedPackage[] = [];
		for (const one of installed) packages.push(await judgeInstalled(one, trust, request, seen));
		if (packages.length === 0) packages.push(judgeAbsent(name, trust, request));
		const expiresAt = Math.min(...packages.map((one) => one.expiresAt));
		return { value: { packages }, expiresAt, noteTime: trust.store?.timeNoter() };
	};
	return {
		async admit(nodeType) {
			const decision = findDecision(getPackageName(nodeType));
			const { packages } = decision.current() ?? (await decision.make());
			for (const judged of packages) refuse(judged, trimNodeType(nodeType));
			return packages.map(({ scanned }) => scanned);
		},
		async report() {
			const { scanInstallation } = await import('../scan/scan-installation');
			const nowMs = options.clock?.now() ?? Date.now();
			return scanInstallation(options.userFolder, { ...options, customFolders: folders, nowMs, hash });
		},
	};
}

type Judge = ConstructorParameters<typeof CachedDecision<Judged>>[1] extends (...rest: infer Rest) => infer Result
	? (name: string, ...rest: Rest) => Result
	: never;

const maxPackages = 1_000;

/** Splits as n8n does (load-nodes-and-credentials): package and node end at the first two dots; the rest is ignored. */
const trimNodeType = (nodeType: string): string => nodeType.split('.', 2).join('.');

function refuse({ refusal, refuseNode: refusalOf }: JudgedPackage, nodeType: string): void {
	const error: TroupeError | undefined = refusal ?? refusalOf?.(nodeType);
	if (error !== undefined) throw copyError(error);
}
