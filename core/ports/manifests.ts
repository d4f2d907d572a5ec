import type { TroupeError } from '../base/errors';
import type { Capabilities } from './capabilities/capabilities';

/** What asks for permission to run. */
export type GateSubject =
	| { kind: 'node'; name: string; version: number }
	| { kind: 'job-type'; name: string }
	// `unlisted`: the host itself denies agents that neither the manifest nor the registry lists
	| { kind: 'agent'; id: string; version: string; sha256: string; unlisted?: 'deny' }
	| { kind: 'prompt' | 'policy' | 'template'; name: string; version: string; sha256: string } // published
	// an evaluation set; judged as an agent is, wherever it comes from
	| { kind: 'evaluation'; name: string; version: string; sha256: string; unlisted?: 'deny' }
	| { kind: 'command'; name: string };

/** The signed manifest that allowed a run. */
export interface ManifestReference {
	package: string;
	version: string;
	/** SHA-256 of the manifest token's bytes, hex. */
	sha256: string;
	/** `kid` of the key that signed it. */
	keyId: string;
	/** The source of the root of trust that verified it. */
	root: 'pinned' | 'bundled';
	/** True if that root is a development root, created by this machine. */
	development: boolean;
	/** Warnings for people although it can run: deprecated, with the successor; a snapshot that could not be renewed. */
	warnings?: string[];
}

/** A document or token that the decisions of a gate depend on, and its end in milliseconds since the epoch. */
export interface Expiry {
	document: 'root' | 'snapshot' | 'manifest' | 'approval' | 'token';
	endMs: number;
}

/** The trust by which a gate decides. */
export interface TrustStatus {
	root: { from: 'pinned' | 'bundled'; version: number; sha256: string; development: boolean };
	expiries: Expiry[];
	/** The snapshot by which it decides, and when it was issued, in milliseconds since the epoch. */
	snapshot?: { version: number; issuedMs: number };
	/** The code of the fault with which the last question to the registry ended: documents are as old as the answer before. */
	registryFault?: string;
}

/** Admits a subject, or explains why not. */
export interface Gate {
	/** @throws TroupeError TRUST_ROOT_MISSING, TOKEN_INVALID, MANIFEST_* */
	admit(subject: GateSubject): Promise<ManifestReference>;
	/** Describes the root that decides, and what expires. @throws TroupeError as `admit` does */
	status?(): Promise<TrustStatus>;
	/** Watches an admitted subject while it runs. Aborts the signal, with the refusal as its reason, when it is no longer allowed to run. */
	watch?(subject: GateSubject): { signal: AbortSignal; close: () => void };
	/** Returns a gate that decides by what is on this machine, and asks no registry. */
	offline?: () => Gate;
}

/** A package of n8n nodes as it is installed on this machine. */
export interface NodePackageToAdmit {
	name: string;
	version: string;
	folder: string;
}

/** A node that can be loaded. */
export interface AdmittedNode {
	/** Changes when the files of the package may have changed. */
	stamp: string;
	/** Absent where no manifest names the package, and the policy allows that. */
	manifest?: ManifestReference;
	/** What its code may use. Absent where its manifest has no list: then everything. */
	permissions?: Capabilities;
}

/** Decides which nodes of installed packages can run as tasks, before their code is loaded. */
export interface NodeGate {
	/**
	 * @param nodeType such as `n8n-nodes-base.set`; undefined to read the descriptions of a whole package, which runs its code too
	 * @throws TroupeError MANIFEST_*, TOKEN_INVALID, with the package, the file and a fix
	 */
	admit(nodeType: string | undefined, installed: NodePackageToAdmit): Promise<AdmittedNode>;
}

/** What a registry publishes to run by its content. */
export type PublishedKind = 'agent' | 'prompt' | 'policy' | 'template' | 'evaluation';

/** One published version that the registry's snapshot allows. */
export interface PublishedVersion {
	kind: PublishedKind;
	name: string;
	version: string;
	/** The JSON text of the definition, the policy, the template or the evaluation set, or the prompt. */
	content: string;
	/** How a prompt is written. Absent: a text in which `{{name}}` is a variable. */
	format?: 'dotprompt';
	/** SHA-256 of the content's bytes, in hex. */
	sha256: string;
	/** SHA-256 of its manifest, in hex. */
	manifest?: string;
	/** For example: deprecated, go to 1.4.0. */
	warnings: string[];
	/** What it may use. Absent where its manifest has no list: then everything that the content names. */
	permissions?: Capabilities;
	/** Set if a rollout chose the version: reports the run's outcome to it. */
	rollout?: { id: string; report: (outcome: 'succeeded' | 'failed') => void };
}

export interface FindOptions {
	/** The range is the version that a run started with. Rollouts in progress keep that version, on any instance. */
	goesOn?: boolean;
	/** Who is answered, for rollouts by contact: a person or a conversation. It is hashed with the rollout, and stays on this machine. */
	contact?: string;
}

/** Published and approved agents, prompts, guardrail policies, templates and evaluation sets. Each one is verified before it is returned. */
export interface PublishedAgents {
	/**
	 * Returns the best version in the range (node-semver, default `*`): approved before deprecated, then the highest. Applies rollouts.
	 * In the place of the range can be a label, such as `production`: then it is the version that the label points to, whatever rollouts say.
	 * Undefined if the name does not exist.
	 * @throws TroupeError MANIFEST_* if versions exist but none is allowed to run
	 */
	find(kind: PublishedKind, name: string, range?: string, options?: FindOptions): Promise<PublishedVersion | undefined>;
	/** Returns the version that a contact would get now, as rollouts have it; undefined: none. Nothing is asked, verified or reported. */
	versionFor?(kind: PublishedKind, name: string, range: string | undefined, contact: string): Promise<string | undefined>;
	/** Lists those that may run. One that may not costs only itself: it is left out, and `listRefused` says why. */
	list(
		kind: PublishedKind,
	): Promise<Array<{ name: string; version: string; purpose: string; capabilities: string[]; state: 'approved' | 'deprecated' }>>;
	/** Returns why versions that the snapshot lists may not run, such as one that lost its approver. Does not ask the registry. */
	listRefused?(kind: PublishedKind): Promise<TroupeError[]>;
	/** Asks the registry for its newest state, for a person who is waiting. Never fails: without a response, the last state counts. */
	refresh?(): Promise<void>;
	/** Returns the same as it is on this machine: no registry is asked, and nothing is reported to it. */
	offline?(): PublishedAgents;
	/** Counts how a run of a rollout, of its agent or its prompt, was judged. @param version of that */
	judged?(rollout: string, version: string, verdict: 'passed' | 'failed'): void;
	/** Sends the outcomes reported so far, before a process ends. Never fails. */
	flush?(): Promise<void>;
}
