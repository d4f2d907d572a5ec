import type { NodePackageToAdmit } from '../../core/ports/manifests';

export interface RunPlace {
	folder?: string;
	installed?: NodePackageToAdmit;
	/** The type of a node that runs alone. Its package's manifest does not list it: the gate knows a package's nodes. */
	nodeType?: string;
}
