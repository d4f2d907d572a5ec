import { setTimeout } from 'node:timers/promises';
import { getErrorMessage } from '../../core/base/errors';
import { shortenMessage } from '../../providers/database/fault-reason';
import { fail, failBy, type Check, type Finding, type FindingState, type Machine } from './check';

export interface CheckReport {
	check: string;
	looksAt: string;
	state: FindingState;
	findings: Finding[];
	milliseconds: number;
}

const order: FindingState[] = ['skipped', 'ok', 'warn', 'fail'];

/** Returns the worst of several states; `skipped` for none. */
export const worstState = (states: readonly FindingState[]): FindingState =>
	order[Math.max(0, ...states.map((state) => order.indexOf(state)))]!;

/** Runs all checks at the same time, each for at most `maxMs`. The reports keep the order of the checks. */
export async function runChecks(checks: readonly Check[], machine: Machine, maxMs: number): Promise<CheckReport[]> {
	return Promise.all(
		checks.map(async (check) => {
			const start = performance.now();
			const findings = (await runCheck(check, machine, maxMs)).map(withoutCredentials);
			const { id, looksAt } = check;
			const milliseconds = Math.round(performance.now() - start);
			return { check: id, looksAt, state: worstState(findings.map(({ state }) => state)), findings, milliseconds };
		}),
	);
}

/** Messages of drivers can quote an address with its password. */
function withoutCredentials({ state, text, fix }: Finding): Finding {
	return { state, text: text.replace(/\/\/[^/@\s]*@/g, '//'), ...(fix !== undefined && { fix }) };
}

async function runCheck(check: Check, machine: Machine, maxMs: number): Promise<Finding[]> {
	const over = new AbortController();
	const ended = new AbortController();
	const late = setTimeout(maxMs, undefined, { signal: ended.signal }).then(
		() => {
			over.abort();
			return [
				fail(
					`The check did not end within ${maxMs / 1000} s.`,
					'Find out what does not answer: a network disk, a server or a name server.',
				),
			];
		},
		() => [],
	);
	try {
		return await Promise.race([look(check, machine, over.signal), late]);
	} finally {
		ended.abort();
	}
}

async function look(check: Check, machine: Machine, signal: AbortSignal): Promise<Finding[]> {
	try {
		return await check.look(machine, signal);
	} catch (error) {
		return [describe(error)];
	}
}

function describe(error: unknown): Finding {
	try {
		return failBy(error);
	} catch (cause) {
		const code = (cause as NodeJS.ErrnoException | null)?.code;
		if (code === 'EACCES' || code === 'EPERM')
			return fail(getErrorMessage(cause), 'Run the command as the user that runs Troupe, or correct the owner and the permissions.');
		return fail(
			`The check itself failed: ${shortenMessage(cause)}`,
			'Report this with the version of Troupe and the output of `troupe doctor --json`.',
		);
	}
}
