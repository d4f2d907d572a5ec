import { TroupeError } from '../../core/base/errors';
import type { Capabilities } from '../../core/ports/capabilities/capabilities';

interface MissingCapability {
	capability: keyof Capabilities;
	what: string;
	value: string;
	source?: string;
	option?: string;
}

export const missingCapability = ({ capability, what, value, source, option }: MissingCapability): TroupeError =>
	new TroupeError({
		code: 'CAPABILITY_MISSING',
		message: `The list of capabilities${source === undefined ? '' : ` ${source}`} does not contain ${what}.`,
		fix: `Add it to "${capability}" of the list${option === undefined ? '' : `, or leave out ${option}`}.`,
		details: { capability, actual: value },
	});
