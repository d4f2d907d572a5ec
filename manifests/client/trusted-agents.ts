import { createHash } from 'node:crypto';
import { Range } from 'semver';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { isVersionLabel } from '../../core/base/version-label';
import { type Clock, systemClock } from '../../core/ports/host';
import type { FindOptions, PublishedAgents, PublishedKind, PublishedVersion } from '../../core/ports/manifests';
import { describeDeprecation } from '../documents/deprecation';
import { getKind } from '../documents/documents';
import type { PublishedManifest } from '../documents/documents';
import type { SnapshotDocument, SnapshotEntry, SnapshotRollout } from '../documents/snapshot-document';
import { requireApprovals } from '../package/verify-package';
import { chooseVersion } from '../registry/resolve/choose-version';
import { listLabels } from '../registry/resolve/snapshot-labels';
import type { SnapshotLabel } from '../registry/resolve/snapshot-labels';
import { isInRange } from '../registry/resolve/version-range';
import { ruleContinued } from '../registry/rollouts/arms';
import { SeenFiles } from '../tree/seen-files';
import type { TrustFolders } from '../trust/trust-folders';
import { TrustStore } from '../trust/trust-store';
import type { RegistryClient } from './registry-client';
import type { RunOutcome } from './rollout-reports';
import { refusal } from '../refusal';
import type { TimeNoter, TrustedSnapshot, TrustRules } from '../trust/trust-rules';

type Wanted = Pick<SnapshotLabel, 'kind' | 'name' | 'label'>;

const findLabelled = (wanted: Wanted, entries: readonly SnapshotEntry[], snapshot: SnapshotDocument) => {
	const label = findLabel(wanted, snapshot);
	return label && listRunnable(entries).find(({ version }) => version === label.version);
};

/** Never takes another version in its place. @throws TroupeError MANIFEST_REVOKED, MANIFEST_NOT_APPROVED */
function chooseLabelled(wanted: Wanted, entries: readonly SnapshotEntry[], snapshot: SnapshotDocument): SnapshotEntry {
	const entry = findLabelled(wanted, entries, snapshot);
	if (entry) return entry;
	const label = findLabel(wanted, snapshot);
	throw label ? mayNotRun(label, entries) : noLabel(wanted, snapshot);
}

const findLabel = ({ kind, name, label }: Wanted, snapshot: SnapshotDocument): SnapshotLabel | undefined =>
	listLabels(snapshot).find((one) => one.kind === kind && one.name === name && one.label === label);

function mayNotRun({ kind, name, label, version }: SnapshotLabel, entries: readonly SnapshotEntry[]): TroupeError {
	const revoked = entries.find((one) => one.version === version && one.state === 'revoked');
	const why = revoked ? `which was revoked${revoked.reason ? `: ${revoked.reason}` : ''}` : 'which the snapshot does not list';
	return refusal({
		code: revoked ? 'MANIFEST_REVOKED' : 'MANIFEST_NOT_APPROVED',
		message: `The label ${label} of the ${kind} ${name} points to ${version}, ${why}.`,
		fix: `Point the label to a version that may run (\`troupe manifest label ${kind}:${name}@VERSION ${label}\`).`,
		details: {
			document: `the ${kind} ${name}`,
			reason: revoked ? 'revoked' : 'unlisted',
			kind,
			name,
			label,
			expected: label,
			actual: version,
		},
	});
}

function noLabel({ kind, name, label }: Wanted, snapshot: SnapshotDocument): TroupeError {
	const labels = listLabels(snapshot).flatMap((one) => (one.kind === kind && one.name === name ? [one.label] : []));
	return refusal({
		code: 'MANIFEST_NOT_APPROVED',
		message: `The ${kind} ${name} has no label ${label}${labels.length === 0 ? '' : `; it has ${labels.slice(0, 10).join(', ')}`}.`,
		fix: `Set it (\`troupe manifest label ${kind}:${name}@VERSION ${label}\`), or write a range in node-semver syntax, such as ^1.2.`,
		details: { document: `the ${kind} ${name}`, reason: 'unlisted', kind, name, label, expected: label, actual: labels },
	});
}

interface PublishedAgentsOptions {
	folders: TrustFolders;
	rules?: TrustRules;
	/** The name of this instance, for rollouts. */
	instance: string;
	/** Absent when people maintain the trust folder. */
	client?: Pick<RegistryClient, 'fresh' | 'used'>;
	report?: (rollout: string, version: string, outcome: RunOutcome) => void;
	flush?: () => Promise<void>;
	clock?: Clock;
	/** Milliseconds between checks of the files; 0 checks at each request. Default 250. */
	scanIntervalMs?: number;
}

type Kind = PublishedVersion['kind'];

interface View extends Entries {
	snapshot: TrustedSnapshot;
	noteTime: TimeNoter;
	seen: SeenFiles;
	startedAt: number;
}

/** Published and approved agents, prompts, policies, templates and evaluation sets. All results are verified. */
export class TrustedAgents implements PublishedAgents {
	readonly #options: PublishedAgentsOptions;
	readonly #clock: Clock;
	#view?: View;
	#lookedAt = -Infinity;

	constructor(options: PublishedAgentsOptions) {
		this.#options = options;
		this.#clock = options.clock ?? systemClock;
	}

	async find(kind: Kind, name: string, range = '*', { goesOn = false, contact }: FindOptions = {}): Promise<PublishedVersion | undefined> {
		await this.#options.client?.fresh();
		const view = this.#current();
		const entries = view.byName.get(toKey(kind, name));
		if (!entries) return undefined;
		if (isVersionLabel(range))
			return this.#take(view, kind, name, chooseLabelled({ kind, name, label: range }, entries, view.snapshot.document));
		const rollouts = this.#rolloutsOf(view, kind, name);
		const ruling = goesOn ? ruleContinued(rollouts) : rollouts;
		const choice = chooseVersion(listRunnable(entries), readRange(range), ruling, this.#options.instance, contact);
		if (choice.kind === 'none') throw noneLeft(kind, name, range, entries, choice.reason);
		return this.#take(view, kind, name, choice.version, choice.rollout);
	}

	#take(view: View, kind: Kind, name: string, entry: SnapshotEntry, rollout?: SnapshotRollout): PublishedVersion {
		const { document, sha256 } = verifyEntry(view, entry);
		this.#options.client?.used(entry.sha256);
		const permissions = document.kind === 'agent' ? document.permissions : undefined;
		return {
			...(permissions && { permissions }),
			...(document.kind === 'prompt' && document.format && { format: document.format }),
			kind,
			name,
			version: entry.version,
			content: document.content,
			sha256,
			manifest: entry.sha256,
			warnings: collectWarnings(entry, view),
			...(rollout && { rollout: { id: rollout.id, report: (outcome) => this.#options.report?.(rollout.id, entry.version, outcome) } }),
		};
	}

	async versionFor(kind: Kind, name: string, range = '*', contact: string): Promise<string | undefined> {
		const view = this.#current();
		const entries = view.byName.get(toKey(kind, name)) ?? [];
		if (isVersionLabel(range)) return findLabelled({ kind, name, label: range }, entries, view.snapshot.document)?.version;
		const choice = chooseVersion(
			listRunnable(entries),
			readRange(range),
			this.#rolloutsOf(view, kind, name),
			this.#options.instance,
			contact,
		);
		return choice.kind === 'chosen' ? choice.version.version : undefined;
	}

	async list(kind: Kind): ReturnType<PublishedAgents['list']> {
		await this.#options.client?.fresh();
		return judgeAll(this.#current(), kind).flatMap(({ entry, document }) => {
			if (document === undefined) return [];
			const capabilities = document.kind === 'agent' ? document.capabilities : [];
			return [{ name: entry.package, version: entry.version, purpose: document.purpose, capabilities, state: entry.state }];
		});
	}

	async listRefused(kind: Kind): Promise<TroupeError[]> {
		return judgeAll(this.#current(), kind).flatMap(({ refusal: why }) => (why && why.code !== 'MANIFEST_MISSING' ? [why] : []));
	}

	offline(): PublishedAgents {
		const { client: _client, report: _report, flush: _flush, ...here } = this.#options;
		return new TrustedAgents(here);
	}

	async refresh(): Promise<void> {
		await this.#options.client?.fresh({ now: true });
	}

	judged(rollout: string, version: string, verdict: 'passed' | 'failed'): void {
		this.#options.report?.(rollout, version, verdict === 'passed' ? 'judged-passed' : 'judged-failed');
	}

	async flush(): Promise<void> {
		await this.#options.flush?.();
	}

	#rolloutsOf({ snapshot }: View, kind: Kind, name: string) {
		return (snapshot.document.rollouts ?? []).filter((rollout) => rollout.kind === kind && rollout.package === name);
	}

	/** Rereads changed or expired files. @throws TroupeError as TrustStore does */
	#current(): View {
		const view = this.#view;
		const nowMs = this.#clock.now();
		if (view && nowMs < view.snapshot.goodUntilMs) {
			// This clock cannot be set back, unlike the system clock.
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
			const key = toKey(getKind(entry), entry.package);
			const entries = byName.get(key);
			if (entries) entries.push(entry);
			else byName.set(key, [entry]);
		}
		return { trust, snapshot, byName, verified: new Map(), noteTime: trust.timeNoter(), seen, startedAt };
	}
}

const toKey = (kind: string, name: string): string => `${kind}:${name}`;

function collectWarnings(entry: SnapshotEntry, { snapshot }: View): string[] {
	return [...describeDeprecation({ ...entry, name: entry.package }), ...snapshot.warnings];
}

function readRange(range: string): Range {
	try {
		return new Range(range);
	} catch (cause) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `${JSON.stringify(range.slice(0, 100))} is not a version range.`,
			fix: 'Write a range in node-semver syntax, such as ^1.2, ~1.2.3 or 1.2.3, or a label, such as production.',
			cause,
		});
	}
}

function noneLeft(kind: Kind, name: string, range: string, entries: readonly SnapshotEntry[], reason: string): TroupeError {
	const allowed = readRange(range);
	const revoked = entries.find(({ state, version }) => state === 'revoked' && isInRange(version, allowed));
	const states = entries.map(({ version, state }) => `${version} ${state}`).slice(0, 10);
	return refusal({
		code: revoked ? 'MANIFEST_REVOKED' : 'MANIFEST_NOT_APPROVED',
		message: `No version of the ${kind} ${name} may run: ${reason}${revoked?.reason ? `; ${revoked.version} was revoked: ${revoked.reason}` : ''}.`,
		fix: 'Request another range, or have a version approved (`troupe manifest list`, `troupe manifest approve`).',
		details: { document: `the ${kind} ${name}`, reason: revoked ? 'revoked' : 'unlisted', kind, name, expected: range, actual: states },
	});
}

type Runnable = SnapshotEntry & { state: 'approved' | 'deprecated' };

interface Entries {
	trust: TrustStore;
	byName: Map<string, SnapshotEntry[]>;
	verified: Map<string, { document: PublishedManifest; sha256: string }>;
}

/** @throws TroupeError MANIFEST_MISSING, MANIFEST_NOT_APPROVED, TOKEN_INVALID */
function verifyEntry({ trust, verified }: Entries, entry: SnapshotEntry) {
	const cached = verified.get(entry.sha256);
	if (cached) return cached;
	const manifest = trust.findManifest(entry);
	if (!manifest) throw notHere(entry);
	requireApprovals(trust, manifest);
	const document = manifest.document as PublishedManifest;
	const content = { document, sha256: createHash('sha256').update(document.content).digest('hex') };
	verified.set(entry.sha256, content);
	return content;
}

interface Judged {
	entry: Runnable;
	document?: PublishedManifest;
	refusal?: TroupeError;
}

function judgeAll(view: Entries, kind: PublishedKind): Judged[] {
	const entries = [...view.byName].filter(([key]) => key.startsWith(`${kind}:`)).flatMap(([, versions]) => listRunnable(versions));
	return entries.map((entry) => {
		try {
			return { entry, document: verifyEntry(view, entry).document };
		} catch (error) {
			if (!isTroupeError(error)) throw error;
			return { entry, refusal: error };
		}
	});
}

function listRunnable(entries: readonly SnapshotEntry[]): Runnable[] {
	const revoked = new Set(entries.filter(({ state }) => state === 'revoked').map(({ version }) => version));
	return entries.filter((entry): entry is Runnable => entry.state !== 'revoked' && !revoked.has(entry.version));
}

function notHere({ kind, package: name, version, sha256 }: SnapshotEntry): TroupeError {
	return refusal({
		code: 'MANIFEST_MISSING',
		message: `The manifest of the ${kind ?? 'package'} ${name} ${version} is not on this machine (yet): the snapshot names ${sha256}.`,
		fix: 'Make the registry reachable, or import a bundle that contains it (`troupe manifest bundle import`).',
		retryable: true,
		details: { document: `${name} ${version}`, reason: 'missing', expected: sha256, actual: 'nothing', name, version, sha256 },
	});
}
