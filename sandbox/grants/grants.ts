import type { Capabilities, FileCapability } from '../../core/ports';

/** What a list says that a run may use, and what a person allows of it for this run. */
export interface RunPermissions {
	/** Undefined: no list. */
	capabilities?: Capabilities;
	/** The values of variables, which no list can give. */
	environment?: Readonly<Record<string, string>>;
	/** Files and folders of the list that may be changed too. */
	writable?: readonly string[];
	/** Where the relative paths of the list begin. */
	folder?: string;
	/** The file of the list, for errors. */
	source?: string;
	/** Why this run gets no files, programs and variables, whatever the list says: a sentence. */
	withheld?: string;
}

/** What this machine gives a run of it. */
export interface Grants {
	files: FileCapability[];
	/** Absolute paths. */
	programs: string[];
	environment: Record<string, string>;
	/** What of the list it does not give. */
	refused: RefusedGrant[];
}

export interface RefusedGrant {
	kind: 'files' | 'programs' | 'environment';
	/** As the list has it. */
	value: string;
	/** A sentence. */
	reason: string;
}
