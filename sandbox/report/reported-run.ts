import type { ReportedStep, SandboxReport } from './report-shape';

/** Definition that a program of ours ran. */
export type ReportedSubject = Omit<SandboxReport['subject'], 'kind'> & { kind: Exclude<SandboxReport['subject']['kind'], 'script'> };

export interface ReportedRun {
	subject: ReportedSubject;
	/** Input, of which the report has the hash. */
	input: string;
	/** Grows while it runs. */
	steps: ReportedStep[];
}
