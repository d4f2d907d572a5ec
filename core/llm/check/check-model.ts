import { getErrorMessage, isTroupeError, TroupeError } from '../../base/errors';
import { checks } from './checks';
import { type CheckName, consequences } from './check-consequences';
import { type Check, type CheckedEndpoint, fails, type ModelCheck, type Verdict } from './model-check';

/**
 * One call after another. A failed check is repeated with each need that could help. @throws TroupeError CANCELLED, and errors that make every check
 * fail, such as a refused key
 */
export async function checkModel(endpoint: CheckedEndpoint, signal: AbortSignal): Promise<{ checks: ModelCheck[]; needs: string[] }> {
	const results: ModelCheck[] = [];
	const tried: string[] = [];
	const run = (name: CheckName, needs: string[] = []) => {
		const open: CheckedEndpoint['open'] = (options) => endpoint.open({ ...options, needs: [...tried, ...needs] });
		return runCheck(checks[name], { ...endpoint, open }, signal, results.length === 0);
	};
	for (const name of Object.keys(checks) as CheckName[]) {
		if (signal.aborted) throw new TroupeError({ code: 'CANCELLED', message: 'The check was cancelled.', cause: signal.reason });
		const verdict = await run(name);
		const need = isLess(verdict) ? await findNeed(endpoint.remedies[name] ?? [], (one) => run(name, [one])) : undefined;
		if (need !== undefined) {
			tried.push(need);
			results.push({ check: name, result: 'partial', detail: `works with ${need}; else: ${verdict.detail}`, meaning: `It needs ${need}.` });
		} else results.push({ check: name, ...verdict, meaning: verdict.result === 'works' ? '' : consequences[name] });
	}
	return { checks: results, needs: [...new Set([...endpoint.learned(), ...tried])] };
}

const isLess = ({ result }: Verdict): boolean => result === 'fails' || result === 'partial';

async function findNeed(needs: string[], run: (need: string) => Promise<Verdict>): Promise<string | undefined> {
	for (const need of needs) if ((await run(need)).result === 'works') return need;
	return undefined;
}

const fatal = new Set(['MODEL_AUTHENTICATION', 'MODEL_NOT_FOUND', 'MODEL_UNREACHABLE', 'BUDGET_EXCEEDED', 'MODEL_OUT_OF_CREDIT']);

async function runCheck(check: Check, endpoint: CheckedEndpoint, signal: AbortSignal, isFirst: boolean): Promise<Verdict> {
	const timeout = AbortSignal.timeout(endpoint.timeoutMs);
	try {
		return await check(endpoint, AbortSignal.any([signal, timeout]));
	} catch (error) {
		if (signal.aborted) throw error;
		if (timeout.aborted) return fails(`no answer within ${endpoint.timeoutMs} ms`);
		if (isTroupeError(error) && (error.code === 'BUDGET_EXCEEDED' || (isFirst && fatal.has(error.code)))) throw error;
		return fails(isTroupeError(error) ? `${error.code}: ${error.message}` : getErrorMessage(error));
	}
}
