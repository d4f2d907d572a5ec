import { createHash } from 'node:crypto';
import { Range } from 'semver';
import { TroupeError } from '../../core/base/errors';
import { systemClock, type Clock, type FindOptions, type PublishedAgents, type PublishedVersion } from '../../core/ports';
import { deprecationOf } from '../documents/deprecation';
import { kindOf, type AgentManifest, type PromptManifest, type SnapshotEntry } from '../documents/documents';
import { requireApprovals } from '../package/verify-package';
import { chooseVersion } from '../registry/resolve/choose-version';
import { flagOf } from '../registry/rollouts/feature-flags';
import { SeenFiles } from '../tree/seen-files';
import type { TrustFolders } from '../trust/trust-folders';
import { TrustStore, type TimeNoter, type TrustedSnapshot, type TrustRules } from '../trust/trust-store';
import type { RegistryClient } from './registry-client';
import { refusal } from '../refusal';

interface PublishedAgentsOptions {
	folders: TrustFolders;
	rules?: TrustRules;
	/** Which side of rollouts and flags this is. */
	instance: string;
	/** Keeps the trust folder up to date; absent where it is kept by people. */
	client?: Pick<RegistryClient, 'fresh' | 'used'>;
	/** Told how a run of a version ended that a rollout chose. */
	report?: (rollout: string, version: string, outcome: 'succeeded' | 'failed') => void;
	/** Sends what was reported so far. */
	flush?: () => Promise<void>;
	clock?: Clock;
	/** Milliseconds between two looks at the files; 0 looks at each question. Default 250. */
	scanIntervalMs?: number;
}

type Kind = PublishedVersion['kind'];
type Runnable = SnapshotEntry & { state: 'approved' | 'deprecated' };
type Document = AgentManifest | PromptManifest;

/** The trust folder as it was read at one time. */
interface View {
	trust: TrustStore;
	snapshot: TrustedSnapshot;
	byName: Map<string, SnapshotEntry[]>;
	/** By the hash of the manifest: verified, with its approvals. */
	verified: Map<string, { document: Document; sha256: string }>;
	noteTime: TimeNoter;
	seen: SeenFiles;
	startedAt: number;
}

/** What was published and approved, read through the trust store: nothing is handed out that it did not verify. */
export class TrustedAgents implements PublishedAgents {
	readonly #options: PublishedAgentsOptions;
	readonly #clock: Clock;
	#view?: View;
	#lookedAt = -Infinity;

	constructor(options: PublishedAgentsOptions) {
		this.#options = options;
		this.#clock = options.clock ?? systemClock;
	}

	async find(kind: Kind, name: string, range = '*', { goesOn = false }: FindOptions = {}): Promise<PublishedVersion | undefined> {
		await this.#options.client?.fresh();
		const view = this.#current();
		const entries = view.byName.get(keyOf(kind, name));
		if (!entries) return undefined;
		this.#requireOn(kind, name, view);
		const rollouts = this.#rolloutsOf(view, kind, name);
		// A run that goes on may have begun on an instance that is on the other side.
		const ruling = goesOn ? rollouts.map((rollout) => ({ ...rollout, percent: 100 })) : rollouts;
		const choice = chooseVersion(runnableOf(entries), readRange(range), ruling, this.#options.instance);
		if (choice.kind === 'none') throw noneLeft(kind, name, range, entries, choice.reason);
		const { version: entry, rollout } = choice;
		const { document, sha256 } = verifiedIn(view, entry);
		this.#options.client?.used(entry.sha256);
		return {
			...{ kind, name, version: entry.version, content: document.content, sha256, warnings: warningsOf(entry, view) },
			...(rollout && { rollout: { id: rollout.id, report: (outcome) => this.#options.report?.(rollout.id, entry.version, outcome) } }),
		};
	}

	async list(kind: Kind): ReturnType<PublishedAgents['list']> {
		await this.#options.client?.fresh();
		const view = this.#current();
		const entries = [...view.byName].filter(([key]) => key.startsWith(`${kind}:`)).flatMap(([, versions]) => runnableOf(versions));
		return entries.flatMap((entry) => {
			if (view.trust.manifestOf(entry) === undefined) return []; // named by the snapshot, and not fetched yet
			const { document } = verifiedIn(view, entry);
			const capabilities = document.kind === 'agent' ? document.capabilities : [];
			return [{ name: entry.package, version: entry.version, purpose: document.purpose, capabilities, state: entry.state }];
		});
	}

	flag(name: string): boolean | undefined {
		return flagOf(this.#current().snapshot.document.flags, name, this.#options.instance);
	}

	async flush(): Promise<void> {
		await this.#options.flush?.();
	}

	#rolloutsOf({ snapshot }: View, kind: Kind, name: string) {
		return (snapshot.document.rollouts ?? []).filter((rollout) => rollout.kind === kind && rollout.package === name);
	}

	/** @throws TroupeError MANIFEST_DISABLED */
	#requireOn(kind: Kind, name: string, { snapshot }: View): void {
		const flag = `${kind}:${name}`;
		if (flagOf(snapshot.document.flags, flag, this.#options.instance) !== false) return;
		throw refusal({
			code: 'MANIFEST_DISABLED',
			message: `The ${kind} ${name} is off: the feature flag ${flag} says so for this instance.`,
			fix: `Turn the flag on (\`troupe manifest flag set ${flag} on\`), or use another ${kind}.`,
			details: { document: flag, reason: 'flag', expected: 'on', actual: 'off', flag, kind, name },
		});
	}

	/** What is on the disk, read again when it changed or its time is over. @throws TroupeError as TrustStore does */
	#current(): View {
		const view = this.#view;
		const nowMs = this.#clock.now();
		if (view && nowMs < view.snapshot.goodUntilMs) {
			// The clock of the wall can be set back; this one cannot.
			if (performance.now() - this.#lookedAt < (this.#options.scanIntervalMs ?? 250)) return view;
			this.#lookedAt = performance.now();
			if (view.seen.settled(view.startedAt) && view.seen.unchanged()) {
				view.noteTime(nowMs);
				return view;
			}
		}
		this.#lookedAt = performance.now();
		return (this.#view = this.#open());
	}

	#open(): View {
		const { folders, rules } = this.#options;
		const startedAt = Date.now();
		const seen = new SeenFiles();
		const trust = new TrustStore(folders, seen, this.#clock.now(), rules);
		const snapshot = trust.snapshot();
		const byName = new Map<string, SnapshotEntry[]>();
		for (const entry of snapshot.document.manifests) {
			const key = keyOf(kindOf(entry), entry.package);
			const entries = byName.get(key);
			if (entries) entries.push(entry);
			else byName.set(key, [entry]);
		}
		return { trust, snapshot, byName, verified: new Map(), noteTime: trust.timeNoter(), seen, startedAt };
	}
}

const keyOf = (kind: string, name: string): string => `${kind}:${name}`;

/** A version that was revoked once stays so, whatever was published under its number since. */
function runnableOf(entries: readonly SnapshotEntry[]): Runnable[] {
	const revoked = new Set(entries.filter(({ state }) => state === 'revoked').map(({ version }) => version));
	return entries.filter((entry): entry is Runnable => entry.state !== 'revoked' && !revoked.has(entry.version));
}

/** @throws TroupeError MANIFEST_MISSING, MANIFEST_NOT_APPROVED, TOKEN_INVALID */
function verifiedIn({ trust, verified }: View, entry: SnapshotEntry) {
	const known = verified.get(entry.sha256);
	if (known) return known;
	const manifest = trust.manifestOf(entry);
	if (!manifest) throw notHere(entry);
	requireApprovals(trust, manifest);
	const document = manifest.document as Document; // of the entry's kind: manifestOf looked
	const found = { document, sha256: createHash('sha256').update(document.content).digest('hex') };
	verified.set(entry.sha256, found);
	return found;
}

function warningsOf(entry: SnapshotEntry, { snapshot }: View): string[] {
	return [...deprecationOf({ ...entry, name: entry.package }), ...snapshot.warnings];
}

function readRange(range: string): Range {
	try {
		return new Range(range);
	} catch (cause) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `${JSON.stringify(range.slice(0, 100))} is no range of versions.`,
			fix: 'Write a range as node-semver has it, such as ^1.2, ~1.2.3 or 1.2.3.',
			cause,
		});
	}
}

function noneLeft(kind: Kind, name: string, range: string, entries: readonly SnapshotEntry[], reason: string): TroupeError {
	const allowed = readRange(range);
	const revoked = entries.find(({ state, version }) => state === 'revoked' && allowed.test(version));
	const states = entries.map(({ version, state }) => `${version} ${state}`).slice(0, 10);
	return refusal({
		code: revoked ? 'MANIFEST_REVOKED' : 'MANIFEST_NOT_APPROVED',
		message: `No version of the ${kind} ${name} may run: ${reason}${revoked?.reason ? `; ${revoked.version} was revoked: ${revoked.reason}` : ''}.`,
		fix: 'Ask for another range, or have a version approved (`troupe manifest list`, `troupe manifest approve`).',
		details: { document: `the ${kind} ${name}`, reason: revoked ? 'revoked' : 'unlisted', kind, name, expected: range, actual: states },
	});
}

function notHere({ kind, package: name, version, sha256 }: SnapshotEntry): TroupeError {
	return refusal({
		code: 'MANIFEST_MISSING',
		message: `The manifest of the ${kind ?? 'package'} ${name} ${version} is not on this machine (yet): the snapshot names ${sha256}.`,
		fix: 'Bring the registry within reach, or import a bundle that holds it (`troupe manifest import`).',
		retryable: true,
		details: { document: `${name} ${version}`, reason: 'missing', expected: sha256, actual: 'nothing', name, version, sha256 },
	});
}
