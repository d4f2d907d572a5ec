import type { Capabilities, FileCapability } from '../../core/ports/capabilities/capabilities';
import type { ReportedGrants } from '../report/report-shape';

export interface RunPermissions {
	/** Undefined: no list. */
	capabilities?: Capabilities;
	/** Values of variables, which no list can give. */
	environment?: Readonly<Record<string, string>>;
	writable?: readonly string[];
	folder?: string;
	source?: string;
	/** A sentence on why this run gets no files, programs and variables, despite its list. */
	withheld?: string;
}

export interface Grants {
	files: FileCapability[];
	/** Absolute paths. */
	programs: string[];
	environment: Record<string, string>;
	refused: RefusedGrant[];
}

export type RefusedGrant = ReportedGrants['notGranted'][number];
