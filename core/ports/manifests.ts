/** What asks to run. */
export type GateSubject =
	| { kind: 'node'; name: string; version: number }
	| { kind: 'job-type'; name: string }
	| { kind: 'agent'; id: string; version: string; sha256: string }
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
}

/** Lets a subject run, or says why not. */
export interface Gate {
	/** @throws TroupeError TRUST_ROOT_MISSING, TOKEN_INVALID, MANIFEST_* */
	admit(subject: GateSubject): Promise<ManifestReference>;
}
