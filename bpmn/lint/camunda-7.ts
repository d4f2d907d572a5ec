import type { ModdleElement } from 'bpmn-moddle';
import type { Finding } from './lint-processes';

const camunda7Namespace = 'http://camunda.org/schema/1.0/bpmn';
const camunda8Namespace = 'http://camunda.org/schema/zeebe/1.0';

/** Says whether the file was made for Camunda 7: by the platform that its modeler wrote, otherwise by its extensions. */
export function isCamunda7({ $attrs = {} }: ModdleElement, content: string): boolean {
	const platform = ($attrs as Record<string, string | undefined>)['modeler:executionPlatform'];
	if (platform !== undefined) return platform === 'Camunda Platform';
	return content.includes(camunda7Namespace) && !content.includes(camunda8Namespace);
}

/** Replaces the errors of an engine of Camunda 8, one for each extension that an element lacks, by one finding about the platform. */
export function summarizeCamunda7(file: string, findings: Finding[]): Finding[] {
	const isRefused = findings.some(isRefusal);
	return [
		{
			file,
			severity: isRefused ? 'error' : 'warning',
			rule: 'platform',
			message: `The model was made for Camunda 7${isRefused ? ': its tasks have nothing that an engine of Camunda 8 runs' : ''}`,
			fix: "Convert it with Camunda's Diagram Converter, or create it as a Camunda 8 diagram in Camunda Modeler and give each task a job type.",
		},
		...findings.filter((finding) => !isRefusal(finding) && !isUnknownJobType(finding)),
	];
}

const isRefusal = ({ rule, severity }: Finding): boolean =>
	severity === 'error' && (rule === 'deployment' || rule.startsWith('camunda-compat/'));
const isUnknownJobType = ({ rule, severity }: Finding): boolean => severity === 'error' && rule === 'troupe/known-job-type';
