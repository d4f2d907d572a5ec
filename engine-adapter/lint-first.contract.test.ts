import { contractCases } from './contract/cases';
import type { ProcessEngine, Resource } from './engine';
import { withLintFirst } from './lint-first';

test('nothing that the real Zeebe took in any case of the contract is refused', async () => {
	const deployed: Resource[][] = [];
	const deploy = (resources: Resource[]) => Promise.resolve({ deploymentKey: String(deployed.push(resources)), processes: [] });
	const engine = { capabilities: { search: false, events: false, zeebeVersion: '8.6.0' }, deploy } as unknown as ProcessEngine;
	const linted = withLintFirst(engine, { tell: () => undefined });
	for (const { resources } of contractCases) await linted.deploy(resources);
	expect(deployed).toHaveLength(contractCases.length);
}, 120_000);
