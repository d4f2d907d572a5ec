import { describeCamunda7 } from '../reading/camunda-7';
import type { Finding } from './finding';

/** Replaces the errors of an engine of Camunda 8, one for each extension that an element lacks, by one finding about the platform. */
export function summarizeCamunda7(file: string, findings: Finding[]): Finding[] {
	const isRefused = findings.some(isRefusal);
	return [
		{ file, severity: isRefused ? 'error' : 'warning', rule: 'platform', ...describeCamunda7(isRefused) },
		...findings.filter((finding) => !isRefusal(finding) && !isUnknownJobType(finding)),
	];
}

const isRefusal = ({ rule, severity }: Finding): boolean =>
	severity === 'error' && (rule === 'deployment' || rule.startsWith('camunda-compat/'));
const isUnknownJobType = ({ rule, severity }: Finding): boolean => severity === 'error' && rule === 'troupe/known-job-type';
