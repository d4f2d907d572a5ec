import type { TroupeError } from '../../core/base/errors';
import { customFolders, isOfN8n } from '../scan/installed-packages';
import type { InstallationScan, JudgedPackage, ScanTrust, ScannedPackage } from '../scan/scan-installation';
import { rememberingHasher } from '../tree/tree-cache';
import type { CacheOptions } from './decision/cached-decision';
import { CachedDecision } from './decision/cached-decision';
import { copyOf } from './decision/copy-error';

interface InstallationGateOptions extends CacheOptions, Omit<ScanTrust, 'nowMs' | 'customFolders'> {
	/** What `N8N_USER_FOLDER` names, else the home folder. */
	userFolder: string;
	/** `N8N_CUSTOM_EXTENSIONS`. */
	customExtensions?: string;
}

/** Decides for the packages of an n8n that are not Troupe's own. */
export interface InstallationGate {
	/** Lets a node run, and says of what package it is if there is something to tell. @throws TroupeError MANIFEST_*, TOKEN_INVALID */
	admit(nodeType: string): Promise<ScannedPackage[]>;
	/** Every package, each with its state. */
	report(): Promise<InstallationScan>;
}

/** Nodes of n8n itself come with it: whoever can change those can change n8n. */
export const isNodeOfN8n = (nodeType: string): boolean => isOfN8n(packageOf(nodeType));

/** n8n calls what it loads from custom folders so. */
const custom = 'CUSTOM';

interface Judged {
	packages: JudgedPackage[];
}

export function openInstallationGate(options: InstallationGateOptions): InstallationGate {
	const folders = customFolders(options.userFolder, options.customExtensions);
	const { hash = rememberingHasher() } = options;
	const decisions = new Map<string, CachedDecision<Judged>>();
	const decisionOf = (name: string) => {
		const decision = decisions.get(name) ?? new CachedDecision<Judged>(options, (seen, nowMs) => judge(name, seen, nowMs));
		// A workflow may name any number of packages that are not there.
		if (decisions.size < mostPackages) decisions.set(name, decision);
		return decision;
	};
	const judge: Judge = async (name, seen, nowMs) => {
		const [{ listInstalled }, { judgeAbsent, judgeInstalled, readTrust }] = await Promise.all([
			import('../scan/installed-packages'),
			import('../scan/scan-installation'),
		]);
		const request = { ...options, customFolders: folders, nowMs, hash };
		const trust = readTrust(request, seen);
		const installed = listInstalled(options.userFolder, folders, seen).filter((found) =>
			name === custom ? found.from === 'custom' : found.from === 'community' && found.name === name,
		);
		const packages: JudgedPackage[] = [];
		for (const one of installed) packages.push(await judgeInstalled(one, trust, request, seen));
		if (packages.length === 0) packages.push(judgeAbsent(name, trust, request));
		const expiresAt = Math.min(...packages.map((one) => one.expiresAt));
		return { value: { packages }, expiresAt, noteTime: trust.store?.timeNoter() };
	};
	return {
		async admit(nodeType) {
			const decision = decisionOf(packageOf(nodeType));
			const { packages } = decision.current() ?? (await decision.make());
			for (const found of packages) refuse(found, asN8nReads(nodeType));
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

const mostPackages = 1_000;

/** As n8n splits a type (load-nodes-and-credentials): package and node end at the first two dots, and what follows is passed over. */
const packageOf = (nodeType: string): string => nodeType.split('.', 1)[0] ?? '';
const asN8nReads = (nodeType: string): string => nodeType.split('.', 2).join('.');

function refuse({ refusal, refusalOf }: JudgedPackage, nodeType: string): void {
	const error: TroupeError | undefined = refusal ?? refusalOf?.(nodeType);
	if (error !== undefined) throw copyOf(error);
}
