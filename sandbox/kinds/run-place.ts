import type { NodePackageToAdmit } from '../../core/ports/manifests';

/** What runs, as far as a list of capabilities is about it. */
export interface RunPlace {
	/** Where relative paths of the list begin. */
	folder?: string;
	/** The package whose manifest can have the list. */
	installed?: NodePackageToAdmit;
	/** The type of the node that runs alone. A manifest of its package does not list it: the gate knows the nodes of a package. */
	nodeType?: string;
}
