import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import type { CrmChoice, CrmChoices } from '../../core/ports/crm';
import { toNodeError } from '../shared/to-node-error';

async function list(context: ILoadOptionsFunctions, choose: (choices: CrmChoices) => CrmChoice[]): Promise<INodePropertyOptions[]> {
	try {
		const { readCrm } = await import('./read-crm');
		const { crm } = await readCrm(context);
		return choose(await crm.listChoices(new AbortController().signal)).map(({ id, name }) => ({ name, value: id }));
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

export function listPipelines(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return list(this, ({ pipelines }) => pipelines);
}

export function listStages(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const chosen = this.getCurrentNodeParameter('pipeline');
	return list(this, ({ pipelines }) =>
		pipelines.filter(({ id }) => id === chosen || Number(id) === chosen).flatMap(({ stages }) => stages),
	);
}

export function listOrigins(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return list(this, ({ origins }) => origins);
}

export function listOwners(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return list(this, ({ owners }) => owners);
}
