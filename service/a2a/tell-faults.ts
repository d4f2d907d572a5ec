import type { DefaultRequestHandler } from '@a2a-js/sdk/server';
import { isTroupeError, type TroupeError } from '../../core/base/errors';
import { writeFault } from '../offered-agents/write-fault';

export const isStorageFault = (fault: unknown): fault is TroupeError => isTroupeError(fault) && fault.code.startsWith('STORAGE_');

/** Recognizes protocol faults, whose texts the SDK wrote for callers. The SDK has the class twice. */
export const isProtocolFault = (fault: unknown): boolean => typeof (fault as { toErrorInfo?: unknown }).toErrorInfo === 'function';

/** Answers a storage fault with its code instead of the SDK's internal error, and hides the texts of other faults from the caller. */
export function tellFaults(
	handler: DefaultRequestHandler,
	tell: (fault: TroupeError) => void,
	reportFault: (fault: unknown) => void,
): DefaultRequestHandler {
	const noted = (fault: unknown): never => {
		if (isStorageFault(fault)) tell(fault);
		if (isStorageFault(fault) || isProtocolFault(fault)) throw fault;
		reportFault(fault);
		throw new Error(writeFault(fault), { cause: fault });
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
