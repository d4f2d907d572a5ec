import type { ModdleElement } from 'bpmn-moddle';

const camunda7Namespace = /["']http:\/\/camunda\.org\/schema\/1\.0\/bpmn["']|xmlns:\w+=["']http:\/\/activiti\.org\/bpmn["']/;
const camunda8Namespace = 'http://camunda.org/schema/zeebe/1.0';

/** Says whether the file was made for Camunda 7: by the platform that its modeler wrote, otherwise by its extensions. */
export function isCamunda7({ $attrs = {} }: ModdleElement, content: string): boolean {
	const platform = ($attrs as Record<string, string | undefined>)['modeler:executionPlatform'];
	if (platform !== undefined) return platform === 'Camunda Platform';
	return camunda7Namespace.test(content) && !content.includes(camunda8Namespace);
}

/** Describes such a file, by whether an engine of Camunda 8 refuses it. */
export const describeCamunda7 = (isRefused: boolean) => ({
	message: `The model was made for Camunda 7${isRefused ? ': its tasks have nothing that an engine of Camunda 8 runs' : ''}`,
	fix: "Convert it with Camunda's Diagram Converter, or create it as a Camunda 8 diagram in Camunda Modeler and give each task a job type.",
});
