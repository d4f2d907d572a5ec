import { TroupeError } from '../../core/base/errors';
import type { Terminal } from '../terminal/terminal';

/** Refuses an option that only works on this machine. @throws TroupeError INPUT_INVALID with `--service` */
export function onlyHere(option: string, { service }: Terminal): void {
	if (service === undefined) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${option} works on this machine only, not at the service ${JSON.stringify(service.slice(0, 100))}.`,
		fix: 'Leave out --service and TROUPE_SERVICE, and run the command on the machine of the service.',
	});
}
