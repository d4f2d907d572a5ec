import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { agentFolders, budgetsFile, pinnedTrustFolder, policyFolders } from '../../core/base/home-folders';
import type { Environment } from '../../core/base/settings/setting-names';
import { readSetting } from '../../core/base/settings/settings';
import type { Gate } from '../../core/ports/manifests';
import { trustSettings } from '../../manifests/client/registry-settings';
import { copyTenantRules } from './copy-tenant-rules';
import { useSettings } from './use-settings';
import type { Installation } from './installation';

/** Settings that lead to shared state, to other machines or to messages for people. The range has its own state. */
const outward = [
	'TROUPE_DATABASE_URL',
	'TROUPE_REDIS_URL',
	'TROUPE_MEMORY_STORE',
	'TROUPE_KNOWLEDGE_STORE',
	'TROUPE_CHROMA_URL',
	'TROUPE_AGENT_WEBHOOK_URL',
	'TROUPE_REGISTRY_URL',
	'TROUPE_FORGOTTEN_LIST',
	'TROUPE_VAULT_KEY',
	'TROUPE_API_TOKEN',
	'OPENAI_API_KEY',
	'ANTHROPIC_API_KEY',
	'GOOGLE_API_KEY',
	'GEMINI_API_KEY',
	'OLLAMA_HOST',
	'COHERE_API_KEY',
	'ZEEBE_ADDRESS',
];

/** Settings that would stop attacks before they reach the boundary that they try. */
const stopping = ['TROUPE_BUDGETS', 'TROUPE_DECISION_POINT', 'TROUPE_DECISION_POINT_TOKEN'];

/**
 * The place where attacks are played: a home of its own in a temporary folder, with the settings, policies, agents and trust of the installation,
 * without its budgets, its limits of tenants and its decision point. What attacks share is opened once, and closed with the range.
 */
export class Range {
	readonly #opened = new Map<string, Promise<unknown>>();
	readonly #closers: Array<() => unknown> = [];
	readonly #leftOut = new Set<string>();
	#folders = 0;
	/** Policies that the tenant demands. */
	policies: string[] = [];

	private constructor(
		readonly installation: Installation,
		/** The temporary folder. */
		readonly folder: string,
		/** The settings of the installation, with a home of the range. */
		readonly environment: Environment,
		/** Replaces the gate of the installation, for tests from the sources, which nobody signed. */
		readonly gate?: Gate,
	) {}

	/** @param gate default: the one that the installation's trust decides */
	static async open(installation: Installation, gate?: Gate, parent = tmpdir()): Promise<Range> {
		const folder = mkdtempSync(join(parent, 'troupe-verify-'));
		const environment = toRangeEnvironment(installation, join(folder, 'home'));
		mkdirSync(environment.TROUPE_HOME!, { mode: 0o700 });
		linkPackages(installation.home, environment.TROUPE_HOME!);
		const range = new Range(installation, folder, environment, gate);
		range.#closers.push(useSettings(environment));
		for (const name of findStopping(installation)) range.leaveOut(name);
		const { limits, policies } = await copyTenantRules(installation, environment.TROUPE_HOME!);
		for (const limit of limits) range.leaveOut(`limit ${limit} of the tenant`);
		range.policies = policies;
		return range;
	}

	/** Notes what the installation has and the range has not. */
	leaveOut(name: string): void {
		this.#leftOut.add(name);
	}

	/** Names what the installation has and the range has not: budgets, a decision point, limits, and checks that stop harmless texts. */
	get leftOut(): string[] {
		return [...this.#leftOut];
	}

	get home(): string {
		return this.environment.TROUPE_HOME!;
	}

	once<Thing>(name: string, open: () => Promise<Thing>, close?: (thing: Thing) => unknown): Promise<Thing> {
		const known = this.#opened.get(name) as Promise<Thing> | undefined;
		if (known) return known;
		const opening = open();
		this.#opened.set(name, opening);
		if (close) this.#closers.push(() => opening.then(close, () => undefined));
		return opening;
	}

	/** Creates an empty folder that only this user can read. */
	createFolder(): string {
		const folder = join(this.folder, `place-${(this.#folders += 1)}`);
		mkdirSync(folder, { mode: 0o700 });
		return folder;
	}

	/** Closes what was opened, and removes all files. */
	async close(): Promise<void> {
		for (const close of this.#closers.reverse()) await close();
		rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
	}
}

/** Optional packages are in the home, such as the library without which the sandbox reaches level L0 alone. */
function linkPackages(home: string, rangeHome: string): void {
	const packages = join(home, 'node_modules');
	if (existsSync(packages)) symlinkSync(packages, join(rangeHome, 'node_modules'));
}

function toRangeEnvironment({ environment, home }: Installation, rangeHome: string): Record<string, string | undefined> {
	const removed = new Set([...outward, ...stopping]);
	const kept = Object.entries(environment).filter(([name]) => !removed.has(name) && !removed.has(name.replace(/_FILE$/, '')));
	return {
		...Object.fromEntries(kept),
		TROUPE_HOME: rangeHome,
		TROUPE_TRUST: findTrust(environment),
		TROUPE_INSTANCE: environment.TROUPE_INSTANCE ?? 'verify',
		// No manifest lists the agents of the attacks; without them, callers of the service would meet no boundary but this one.
		TROUPE_UNLISTED_AGENTS: 'allow',
		TROUPE_AGENTS: agentFolders(environment).join(delimiter),
		TROUPE_POLICIES: policyFolders(environment).join(delimiter),
		N8N_USER_FOLDER: environment.N8N_USER_FOLDER ?? home,
	};
}

/** Names the decision point and the budgets of the installation, by their settings. */
function findStopping({ environment }: Installation): string[] {
	const isDecided = readSetting('TROUPE_DECISION_POINT', environment) !== undefined;
	return [...(isDecided ? ['TROUPE_DECISION_POINT'] : []), ...(existsSync(budgetsFile(environment).path) ? ['budgets'] : [])];
}

/** Returns the folder whose trust decides in the installation; undefined for the one that came with the package. */
function findTrust(environment: Environment): string | undefined {
	const named = readSetting('TROUPE_TRUST', environment);
	if (named !== undefined) return named;
	const { registry } = trustSettings({ ...environment, TROUPE_INSTANCE: 'verify' });
	return [pinnedTrustFolder(environment), ...(registry ? [registry.folder] : [])].find((folder) => existsSync(folder));
}
