import type { ProcessFile } from '../../bpmn/reading/process-model';
import { isProcessFile, type Resource } from '../engine/deployments';

export async function readModels(resources: Resource[]): Promise<ProcessFile[]> {
	const { readProcessFile } = await import('../../bpmn/reading/read-process');
	const models = resources.filter(isProcessFile);
	return Promise.all(models.map((resource) => readProcessFile(resource.name, resource.content)));
}
