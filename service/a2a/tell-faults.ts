import type { DefaultRequestHandler } from '@a2a-js/sdk/server';
import { isTroupeError, type TroupeError } from '../../core/base/errors';

/** Tells of each fault of the storage that a call of the handler ends with. */
export function tellFaults(handler: DefaultRequestHandler, tell: (fault: TroupeError) => void): DefaultRequestHandler {
	const noted = (fault: unknown): never => {
		if (isTroupeError(fault) && fault.code.startsWith('STORAGE_')) tell(fault);
		throw fault;
	};
	return new Proxy(handler, {
		get(target, name) {
			const member: unknown = Reflect.get(target, name, target);
			if (typeof member !== 'function') return member;
			return (...given: unknown[]) => {
				const answer: unknown = member.apply(target, given);
				return answer instanceof Promise ? answer.catch(noted) : answer;
			};
		},
	});
}
