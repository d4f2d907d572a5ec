import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openVaultKeys } from '../../providers/compose/guardrails/vault-parts';
import { closeOpened } from '../../providers/compose/open-once';
import { openHostExecutions } from '../../providers/compose/workflows/execution-index';
import { noteExecution, noteStart } from './note-execution';
import { fileState } from './state/read-state';
import { type FakeExecution, fakeExecuteFunctions } from '../../test/support/n8n/fake-execute-functions';

let home: string;
const before = process.env.TROUPE_HOME;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-note-execution-'));
	process.env.TROUPE_HOME = home;
});
afterEach(async () => {
	await closeOpened();
	if (before === undefined) delete process.env.TROUPE_HOME;
	else process.env.TROUPE_HOME = before;
	delete process.env.EXECUTIONS_DATA_MAX_AGE;
	rmSync(home, { recursive: true, force: true });
});

const contextOf = (options: Partial<FakeExecution> = {}) => fakeExecuteFunctions({ parameters: {}, ...options });

async function listOf(kind: 'subject' | 'conversation', id: string) {
	const host = { stateFolder: home, database: '' };
	const keys = await openVaultKeys(host, home);
	return (await openHostExecutions(host)).list('default', [keys.pseudonym(kind, 'default', id)], 10);
}

const hourMs = 3_600_000;

it('notes an execution by keyed hashes of its person and its conversation, with the end that n8n has set', async () => {
	process.env.EXECUTIONS_DATA_MAX_AGE = '24';
	await noteExecution(contextOf({ executionId: '7' }), fileState(), { person: 'ana', conversation: 'talk' });
	const [one] = await listOf('subject', 'ana');
	expect(one).toMatchObject({ instance: 'instance-1', workflow: 'w1', execution: '7', turn: '' });
	expect(one!.endsAt! - one!.lastAt).toBe(25 * hourMs);
	expect(await listOf('conversation', 'talk')).toEqual([one]);
	expect(await listOf('subject', 'talk')).toEqual([]);
});

it('notes the execution too that called this one as a sub-workflow', async () => {
	const runExecutionData = { executionData: {}, parentExecution: { executionId: '3', workflowId: 'caller' } };
	await noteExecution(contextOf({ executionId: '8', runExecutionData }), fileState(), { person: 'bob' });
	const listed = await listOf('subject', 'bob');
	expect(listed.map(({ workflow, execution }) => `${workflow} ${execution}`).toSorted()).toEqual(['caller 3', 'w1 8']);
});

it('notes whose turn started the workflow, also where the node does not know the person', async () => {
	const trigger = { name: 'Sales', type: 'n8n-nodes-troupe.troupeChannelTrigger', typeVersion: 1, disabled: false };
	const started = { conversation: { id: 'talk-1' }, contact: { id: 'carla' }, turn: { key: 'turn-1/holder' } };
	await noteStart(contextOf({ executionId: '9', before: [trigger], started }));
	expect(await listOf('subject', 'carla')).toMatchObject([{ execution: '9', turn: 'turn-1' }]);
	await noteStart(contextOf({ executionId: '10' }));
	expect(await listOf('subject', 'carla')).toHaveLength(1);
});

it('does not fail a node where it cannot be stored, and warns the operator', async () => {
	const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
	await noteExecution(contextOf({ executionId: '11' }), { ...fileState(), stateFolder: '/dev/null/home' }, { person: 'dora' });
	expect(warned.mock.calls).toEqual([[expect.stringContaining('The execution 11 of n8n was not noted'), { code: 'EXECUTION_UNNOTED' }]]);
	warned.mockRestore();
});
