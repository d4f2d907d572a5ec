import { TroupeError } from '../../core/base/errors';
import type { Capabilities } from '../../core/ports/capabilities/capabilities';

export interface MissingCapability {
	capability: keyof Capabilities;
	/** The missing capability, as in a sentence. */
	what: string;
	/** As the list would have it. */
	value: string;
	/** The file of the list. */
	source?: string;
	/** What asked for it. */
	option?: string;
}

/** Refuses what a run would use and its list does not contain. */
export const missingCapability = ({ capability, what, value, source, option }: MissingCapability): TroupeError =>
	new TroupeError({
		code: 'CAPABILITY_MISSING',
		message: `The list of capabilities${source === undefined ? '' : ` ${source}`} does not contain ${what}.`,
		fix: `Add it to "${capability}" of the list${option === undefined ? '' : `, or leave out ${option}`}.`,
		details: { capability, actual: value },
	});
