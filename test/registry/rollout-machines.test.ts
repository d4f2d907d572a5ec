import { RolloutReports } from '../../manifests/client/rollout-reports';
import type { Registry } from '../../manifests/registry/registry';
import type { MetricsReport } from '../../manifests/registry/registry-api';
import { ada, bob, gatherPeople, type RegistryPeople } from '../support/registry/registry-people';
import { type Databases, onBoth } from '../support/servers/databases';
import { openRegistry } from '../../manifests/registry/open-registry';

const minimumSamples = 30;

onBoth('the reports of a rollout from several machines', (openDatabases) => {
	let databases: Databases;
	let people: RegistryPeople;
	let registries: Registry[];
	beforeAll(async () => {
		[databases, people] = await Promise.all([openDatabases(), gatherPeople()]);
		const database = await databases.create();
		// As two processes of `troupe serve` on one database.
		const open = () => openRegistry({ database, root: people.root, keys: people.signers });
		registries = [await open(), await open()];
		for (const version of ['1.0.0', '1.1.0']) {
			const tone = people.prompt('tone', version);
			await registries[0]!.publish(ada, { token: tone.token });
			await registries[0]!.approve(bob, tone.sha256, { token: people.approval(tone) });
		}
		const stages = [{ percent: 50, minimumMinutes: 0 }];
		const thresholds = { maximumFailureRate: 0.2, minimumSamples };
		await registries[0]!.startRollout(ada, { id: 'r', kind: 'prompt', name: 'tone', from: '1.0.0', to: '1.1.0', stages, thresholds });
	});
	afterAll(async () => {
		for (const registry of registries) await registry.close();
		await databases.remove();
	});

	/** Its first answer of each report gets lost, so that each is sent twice. */
	function openMachine(index: number) {
		const answered = new Set<number>();
		const send = async (rollout: string, report: MetricsReport) => {
			await registries[index % registries.length]!.reportMetrics(bob, rollout, report);
			if (answered.has(report.sequence)) return;
			answered.add(report.sequence);
			throw new Error('the connection ended before the answer');
		};
		return new RolloutReports({ instance: `machine-${index}`, send, everyMs: 60_000 });
	}

	it('are added up, each once, and abort it although no machine alone saw enough of them', async () => {
		const machines = Array.from({ length: 6 }, (_, index) => openMachine(index));
		const perMachine = 4;
		const report = async (outcome: 'succeeded' | 'failed') => {
			for (const machine of machines) for (let count = 0; count < perMachine; count += 1) machine.add('r', '1.1.0', outcome);
			for (let sends = 0; sends < 2; sends += 1) await Promise.all(machines.map((machine) => machine.flush()));
		};
		await report('succeeded');
		expect(await registries[1]!.rollouts(ada)).toMatchObject([{ state: 'running', samples: { succeeded: 24, failed: 0 } }]);
		await report('failed');
		const [rollout] = await registries[0]!.rollouts(ada);
		expect(rollout).toMatchObject({ state: 'aborted', percent: 0 });
		expect(rollout!.samples.succeeded + rollout!.samples.failed).toBeGreaterThanOrEqual(minimumSamples);
		expect(rollout!.samples.succeeded).toBe(24);
	});
});
