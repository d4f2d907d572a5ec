import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

/** Tools of the node's last run, and those already chosen. */
export async function listTools(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const [{ composeSeenTools }, { readState }] = await Promise.all([
		import('../../../providers/compose/state/host-seen-tools'),
		import('../../shared/state/read-state'),
	]);
	const key = this.getCurrentNodeParameter('nodeKey') as string | undefined;
	const seen = (await (await composeSeenTools(await readState(this)))?.list(key ?? '')) ?? [];
	const selection = (this.getCurrentNodeParameter('allowedTools') ?? []) as string[];
	const unseen = selection.filter((name) => !seen.some((tool) => tool.name === name));
	return [
		...seen.map(({ name, description, effect }) => ({
			name: effect === 'reads' ? `${name} (only reads)` : name,
			value: name,
			description,
		})),
		...unseen.map((name) => ({ name: `${name} (not connected)`, value: name })),
	];
}
