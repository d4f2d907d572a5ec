import { contractCases } from '../../test/contract/cases';
import { asStep } from '../../test/contract/as-process-case';
import { CaseEngine } from '../cases/case-engine';
import { CasePlay } from '../cases/play-case';
import { parseProcessCase } from '../cases/parse-process-case';

/** The contract tests what is left of instances that ended. */
describe('a sub-process that was interrupted', () => {
	it('leaves nothing to be undone while its process goes on, however often that happens', async () => {
		const { resources, script } = contractCases.find(({ id }) => id === 'undo-scope-interrupted')!;
		const at = await CaseEngine.open(1_800_000_000_000);
		const steps = script.filter((action) => !('runJobs' in action)).map(asStep);
		await new CasePlay(at).play(resources, await parseProcessCase(JSON.stringify({ script: steps, autoComplete: false }), 'case.json'));
		const count = (table: string) => at.engine.read(({ database }) => database.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)!.n);
		expect([await count('element_instance WHERE scope_key = 0'), await count('completed_activity')]).toEqual([1, 0]);
		await at.close();
	});
});
