import type { ZeebeVersion } from '../../bpmn/zeebe-version';
import { isProcessFile, type Resource } from '../engine/deployments';

/** From the modeler's note in a model; 8.6 for all others, broken ones too. */
export async function readModelVersion(resources: Resource[]): Promise<ZeebeVersion> {
	const [{ readXml }, { readLintTarget }] = await Promise.all([
		import('../../bpmn/reading/read-xml'),
		import('../../bpmn/lint/lint-target'),
	]);
	const targets = resources.filter(isProcessFile).map(async ({ content }) => readLintTarget((await readXml(content)).rootElement));
	return (await Promise.allSettled(targets)).some((target) => target.status === 'fulfilled' && target.value === '8.8') ? '8.8' : '8.6';
}
