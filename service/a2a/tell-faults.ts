import type { DefaultRequestHandler } from '@a2a-js/sdk/server';
import { isTroupeError, type TroupeError } from '../../core/base/errors';

export const isStorageFault = (fault: unknown): fault is TroupeError => isTroupeError(fault) && fault.code.startsWith('STORAGE_');

/** Wraps the SDK's handler: reports the storage fault that a call ends with, which the SDK would answer as an internal error. */
export function tellFaults(handler: DefaultRequestHandler, tell: (fault: TroupeError) => void): DefaultRequestHandler {
	const noted = (fault: unknown): never => {
		if (isStorageFault(fault)) tell(fault);
		throw fault;
	};
	return new Proxy(handler, {
		get(target, name) {
			const member: unknown = Reflect.get(target, name, target);
			if (typeof member !== 'function') return member;
			return (...parameters: unknown[]) => {
				const answer: unknown = member.apply(target, parameters);
				return answer instanceof Promise ? answer.catch(noted) : answer;
			};
		},
	});
}
