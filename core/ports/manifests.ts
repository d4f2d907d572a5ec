import type { TroupeError } from '../base/errors';
import type { Capabilities } from './capabilities/capabilities';

export type GateSubject =
	| { kind: 'node'; name: string; version: number }
	| { kind: 'job-type'; name: string }
	// `unlisted`: the host itself denies agents that neither manifest nor registry lists
	| { kind: 'agent'; id: string; version: string; sha256: string; unlisted?: 'deny' }
	| { kind: 'prompt' | 'policy' | 'template'; name: string; version: string; sha256: string }
	// judged as an agent is, wherever it comes from
	| { kind: 'evaluation'; name: string; version: string; sha256: string; unlisted?: 'deny' }
	| { kind: 'command'; name: string };

/** The signed manifest that allowed a run. */
export interface ManifestReference {
	package: string;
	version: string;
	/** SHA-256 of the token's bytes, hex. */
	sha256: string;
	/** `kid` of the key that signed it. */
	keyId: string;
	root: 'pinned' | 'bundled';
	/** True for a development root, created by this machine. */
	development: boolean;
	/** For people, although it can run: deprecated, with the successor; a snapshot that could not be renewed. */
	warnings?: string[];
}

export interface Expiry {
	document: 'root' | 'snapshot' | 'manifest' | 'approval' | 'token';
	endMs: number;
}

export interface TrustStatus {
	root: { from: 'pinned' | 'bundled'; version: number; sha256: string; development: boolean };
	expiries: Expiry[];
	/** Issue time in milliseconds since the epoch. */
	snapshot?: { version: number; issuedMs: number };
	/** Code of the last registry fault: documents are as old as the answer before. */
	registryFault?: string;
}

export interface Gate {
	/** @throws TroupeError TRUST_ROOT_MISSING, TOKEN_INVALID, MANIFEST_* */
	admit(subject: GateSubject): Promise<ManifestReference>;
	/** @throws TroupeError as `admit` does */
	status?(): Promise<TrustStatus>;
	/** Aborts the signal, with the refusal as its reason, when a running subject is no longer allowed to run. */
	watch?(subject: GateSubject): { signal: AbortSignal; close: () => void };
	offline?: () => Gate;
}

export interface NodePackageToAdmit {
	name: string;
	version: string;
	folder: string;
}

export interface AdmittedNode {
	/** Changes when the files of the package may have changed. */
	stamp: string;
	/** Absent where the policy allows a package that no manifest names. */
	manifest?: ManifestReference;
	/** Absent where its manifest has no list: then everything. */
	permissions?: Capabilities;
}

export interface NodeGate {
	/**
	 * @param nodeType undefined to read the descriptions of a whole package, which runs its code too @throws TroupeError MANIFEST_*, TOKEN_INVALID,
	 * with the package, the file and a fix
	 */
	admit(nodeType: string | undefined, installed: NodePackageToAdmit): Promise<AdmittedNode>;
}

export type PublishedKind = 'agent' | 'prompt' | 'policy' | 'template' | 'evaluation';

export interface PublishedVersion {
	kind: PublishedKind;
	name: string;
	version: string;
	content: string;
	/** Absent: a text in which `{{name}}` is a variable. */
	format?: 'dotprompt';
	/** SHA-256 of the content's bytes, in hex. */
	sha256: string;
	/** SHA-256 of its manifest, in hex. */
	manifest?: string;
	/** For example: deprecated, go to 1.4.0. */
	warnings: string[];
	/** Absent where its manifest has no list: then everything that the content names. */
	permissions?: Capabilities;
	rollout?: { id: string; report: (outcome: 'succeeded' | 'failed') => void };
}

export interface FindOptions {
	/** The range is the version that a run started with. Rollouts keep it, on any instance. */
	goesOn?: boolean;
	/** A person or a conversation, for rollouts by contact. It is hashed with the rollout, and stays on this machine. */
	contact?: string;
}

/** Verifies each version before it returns it. */
export interface PublishedAgents {
	/**
	 * Returns the best version in the range (node-semver, default `*`): approved before deprecated, then the highest. Applies rollouts. A label
	 * such as `production` means its version, despite rollouts. Undefined for an unknown name. @throws TroupeError MANIFEST_* if versions exist
	 * but none is allowed to run
	 */
	find(kind: PublishedKind, name: string, range?: string, options?: FindOptions): Promise<PublishedVersion | undefined>;
	/** Returns the version that a contact would get now. Asks, verifies and reports nothing. */
	versionFor?(kind: PublishedKind, name: string, range: string | undefined, contact: string): Promise<string | undefined>;
	/** Leaves out versions that may not run; `listRefused` says why. */
	list(
		kind: PublishedKind,
	): Promise<Array<{ name: string; version: string; purpose: string; capabilities: string[]; state: 'approved' | 'deprecated' }>>;
	/** Returns the reasons of refused versions, such as a lost approver. Does not ask the registry. */
	listRefused?(kind: PublishedKind): Promise<TroupeError[]>;
	/** For a person who is waiting. Never fails: without a response, the last state counts. */
	refresh?(): Promise<void>;
	/** Asks no registry, and reports nothing to it. */
	offline?(): PublishedAgents;
	judged?(rollout: string, version: string, verdict: 'passed' | 'failed'): void;
	/** For the end of a process. Never fails. */
	flush?(): Promise<void>;
}
