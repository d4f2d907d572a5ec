import { contractCases } from '../contract/cases';
import { asStep } from '../contract/as-process-case';
import { readRecording } from '../contract/recording';
import { CaseEngine } from '../cases/case-engine';
import { CasePlay } from '../cases/play-case';
import { parseProcessCase } from '../cases/parse-process-case';
import { isTroupeError } from '../../core/base/errors';

/** What an instance writes to while it runs. */
const tables = [
	'element_instance',
	'taken_flow',
	'variable',
	'job',
	'user_task',
	'incident',
	'message_subscription',
	'multi_instance',
	'completed_activity',
	'pending_step',
	...['signal_subscription WHERE element_instance_key <> 0', 'timer WHERE element_instance_key <> 0'],
	"process_instance WHERE state = 'ACTIVE'",
	'message_correlation WHERE message_key NOT IN (SELECT key FROM message)',
];

async function endAll(at: CaseEngine): Promise<void> {
	// A message that waited for an instance to end may start the next one.
	for (let rounds = 0; rounds < 20; rounds++) {
		const active = await at.engine.read(({ database }) =>
			database.all<{ key: number }>("SELECT key FROM process_instance WHERE state = 'ACTIVE' AND caller_key IS NULL"),
		);
		if (active.length === 0) return;
		for (const { key } of active) await at.engine.cancel(String(key)).catch((error: unknown) => expect(isTroupeError(error)).toBe(true));
		await at.settle();
	}
}

const known = contractCases.filter(
	(one) => one.script.every((action) => asStep(action) !== undefined) && readRecording(one).trace.deploy === 'ok',
);

describe('instances that ended or were cancelled', () => {
	test.each(known.map((one) => [one.id, one] as const))('leave nothing in the state: %s', async (_id, { resources, script }) => {
		const at = await CaseEngine.open(1_800_000_000_000);
		await new CasePlay(at).play(
			resources,
			await parseProcessCase(JSON.stringify({ script: script.map(asStep), autoComplete: false }), 'case.json'),
		);
		await endAll(at);
		const left = await at.engine.read(({ database }) =>
			tables.filter((table) => database.get(`SELECT 1 FROM ${table} LIMIT 1`) !== undefined),
		);
		expect(left).toEqual([]);
		await at.close();
	});
});
