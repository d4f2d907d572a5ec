import { contractCases } from '../test/contract/cases';
import { isFor, readRecording } from '../test/contract/recording';
import { sampleOf } from '../test/support/slow-tests';
import type { Resource } from './engine/deployments';
import type { ProcessEngine } from './engine/process-engine';
import { withLintBeforeDeploy } from './lint-before-deploy';

test('nothing that the real Zeebe took in any case of the contract is refused', async () => {
	const deployed: Resource[][] = [];
	const deploy = (resources: Resource[]) => Promise.resolve({ deploymentKey: String(deployed.push(resources)), processes: [] });
	const engine = { capabilities: { search: false, events: false, zeebeVersion: '8.6.0' }, deploy } as unknown as ProcessEngine;
	const linted = withLintBeforeDeploy(engine, { tell: () => undefined });
	const all = contractCases.filter((one) => isFor(one, '8.6') && readRecording(one).trace.deploy === 'ok');
	const taken = sampleOf(all);
	for (const { resources } of taken) await linted.deploy(resources);
	expect(deployed).toHaveLength(taken.length);
	expect(all.length).toBeGreaterThan(1_000);
}, 120_000);
