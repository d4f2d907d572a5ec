import type { Environment } from '../../core/base/settings/setting-names';

/** The installation that is attacked. Nothing is written there. */
export interface Installation {
	environment: Environment;
	/** The folder of its state and trust. It can be missing. */
	home: string;
	/** The folder of the package whose command runs. */
	packageFolder: string;
	tenant: string;
}
