/** What asks to run. */
export type GateSubject =
	| { kind: 'node'; name: string; version: number }
	| { kind: 'job-type'; name: string }
	| { kind: 'agent'; id: string; version: string; sha256: string }
	| { kind: 'prompt'; name: string; version: string; sha256: string } // a published one
	| { kind: 'command'; name: string };

/** The signed manifest that allowed a run. */
export interface ManifestReference {
	package: string;
	version: string;
	/** SHA-256 of the manifest token's bytes, hex. */
	sha256: string;
	/** `kid` of the key that signed it. */
	keyId: string;
	/** Where the root that it was verified against came from. */
	root: 'pinned' | 'bundled';
	/** True when that root is a development root, made by this machine. */
	development: boolean;
	/** What the host should tell people although it may run: deprecated, with the successor; a snapshot that could not be renewed. */
	warnings?: string[];
}

/** Lets a subject run, or says why not. */
export interface Gate {
	/** @throws TroupeError TRUST_ROOT_MISSING, TOKEN_INVALID, MANIFEST_* */
	admit(subject: GateSubject): Promise<ManifestReference>;
	/** For as long as something admitted runs: the signal is aborted, with the refusal as its reason, when it may not run any more. */
	watch?(subject: GateSubject): { signal: AbortSignal; close: () => void };
}

/** One published version, as the registry's snapshot lets it run. */
export interface PublishedVersion {
	kind: 'agent' | 'prompt';
	name: string;
	version: string;
	/** The definition's JSON text, or the prompt. */
	content: string;
	/** Of the content's bytes, hex. */
	sha256: string;
	/** Such as: deprecated, go to 1.4.0. */
	warnings: string[];
	/** When a rollout chose the version: what the run is reported under. */
	rollout?: { id: string; report: (outcome: 'succeeded' | 'failed') => void };
}

export interface FindOptions {
	/** The range is the version that a run began with: rollouts under way leave it to it, on whatever instance it goes on. */
	goesOn?: boolean;
}

/** Agents and prompts that were published and approved; every one verified before it is handed out. */
export interface PublishedAgents {
	/**
	 * The best version in the range (node-semver, default `*`): approved before deprecated, then the highest; rollouts and flags heeded.
	 * Undefined when there is none of the name.
	 * @throws TroupeError MANIFEST_* when there are, and none may run
	 */
	find(kind: 'agent' | 'prompt', name: string, range?: string, options?: FindOptions): Promise<PublishedVersion | undefined>;
	list(
		kind: 'agent' | 'prompt',
	): Promise<Array<{ name: string; version: string; purpose: string; capabilities: string[]; state: 'approved' | 'deprecated' }>>;
	/** Whether a feature flag is on for this instance; undefined where there is none of the name. */
	flag(name: string): boolean | undefined;
	/** Sends the outcomes that were reported so far: for processes that end. Never fails. */
	flush?(): Promise<void>;
}
