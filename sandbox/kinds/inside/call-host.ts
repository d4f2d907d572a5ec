import { TroupeError } from '../../../core/base/errors';
import type { PortCalls } from '../ports/port-calls';

type Call = (name: string, input: unknown) => Promise<unknown>;

export function callHost<Name extends keyof PortCalls>(name: Name, input: PortCalls[Name]): Promise<unknown> {
	const call = (process as unknown as Record<symbol, Call | undefined>)[Symbol.for('troupe.call')];
	if (call) return call(name, input);
	throw new TroupeError({ code: 'INTERNAL', message: 'This program was started outside of a sandbox.' });
}
