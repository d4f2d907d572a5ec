import { parseJson } from '../../core/base/text/json/lossless-json';
import type { ReportedStep, SandboxReport } from '../report/report-shape';
import { hashReport } from '../report/report';
import type { SandboxResult } from '../workers/sandbox-worker';
import type { PortError } from './ports/port-calls';

/** Undefined: the program ended before a result or an error. */
type ProgramAnswer<Result> = { result: Result } | { error: PortError } | undefined;

export interface EndedProgram<Result> {
	runId?: string;
	result: SandboxResult;
	report: SandboxReport;
	steps: ReportedStep[];
	answer: ProgramAnswer<Result>;
	signedReport?: string;
}

export function readAnswer<Result extends object>({ stdout }: SandboxResult): ProgramAnswer<Result> {
	try {
		const answer = parseJson(stdout.toString().split('\n').at(-1)!) as Result & { error?: PortError };
		return answer.error === undefined ? { result: answer } : { error: answer.error };
	} catch {
		return undefined;
	}
}

export const describeAnswer = <Result extends object>(answer: ProgramAnswer<Result>): Result | { error: PortError | null } =>
	answer && 'result' in answer ? answer.result : { error: answer?.error ?? null };

export function describeEnded<Result extends object>({ runId, result, report, steps, answer, signedReport }: EndedProgram<Result>): object {
	const { outcome, limit, stderr } = result;
	return {
		...(runId !== undefined && { runId }),
		outcome,
		limit: limit ?? null,
		level: report.level.reached,
		...describeAnswer(answer),
		stderr: stderr.toString(),
		steps,
		report,
		reportSha256: hashReport(report),
		...(signedReport !== undefined && { signedReport }),
	};
}
