import type { Capabilities, FileCapability } from '../../core/ports/capabilities/capabilities';
import type { ReportedGrants } from '../report/report-shape';

/** Capability list of a run, and what a person allows of it for this run. */
export interface RunPermissions {
	/** Undefined: no list. */
	capabilities?: Capabilities;
	/** The values of variables, which no list can give. */
	environment?: Readonly<Record<string, string>>;
	/** Files and folders of the list that may be changed too. */
	writable?: readonly string[];
	/** Folder of the list's relative paths. */
	folder?: string;
	/** The file of the list, for errors. */
	source?: string;
	/** Reason why this run gets no files, programs and variables, whatever the list says: a sentence. */
	withheld?: string;
}

/** Grants of this machine to a run. */
export interface Grants {
	files: FileCapability[];
	/** Absolute paths. */
	programs: string[];
	environment: Record<string, string>;
	/** Refused part of the list. */
	refused: RefusedGrant[];
}

export type RefusedGrant = ReportedGrants['notGranted'][number];
