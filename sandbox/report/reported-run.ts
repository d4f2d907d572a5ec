import type { ReportedStep, SandboxReport } from './report-shape';

export type ReportedSubject = Omit<SandboxReport['subject'], 'kind'> & { kind: Exclude<SandboxReport['subject']['kind'], 'script'> };

export interface ReportedRun {
	subject: ReportedSubject;
	input: string;
	steps: ReportedStep[];
}
