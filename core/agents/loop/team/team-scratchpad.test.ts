import { ask, ownVault, run } from '../../../../test/fakes/agent-team';
import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { calling, teamMember, toolAgent } from '../../../../test/fakes/tool-agent';
import type { TrailEntry } from '../trail/trail-entry';

const listNotes = (trail: TrailEntry[]) => trail.flatMap((entry) => (entry.kind === 'noted' ? [entry] : []));

describe('the scratchpad of a team', () => {
	/** The lead writes a note, the helper reads it and writes another one, and the lead reads both. */
	function team(scratchpad?: object, texts = ['Call ana@example.com', 'Called.']) {
		const helper = scriptedChatModel(
			calling(['read_notes', {}, 'r']),
			calling(['write_note', { name: 'result', text: texts[1]! }, 'w']),
			'Done.',
		);
		const model = scriptedChatModel(
			calling(['write_note', { name: 'goal', text: texts[0]! }, 'w']),
			ask('helper', 'Do what the notes say.'),
			calling(['read_notes', {}, 'r']),
			'All done.',
		);
		const member = teamMember(ownVault('helper', helper));
		let trail: unknown[] = [];
		const lead = toolAgent(model, {
			...{ id: 'lead', members: [member], settings: scratchpad && { scratchpad } },
			onTrail: (entries) => void (trail = entries),
		});
		return { lead, helper, model, trail: () => trail as TrailEntry[] };
	}
	const results = (model: ReturnType<typeof scriptedChatModel>) =>
		model.requests.at(-1)!.messages.flatMap(({ role, content }) => (role === 'tool' ? [content] : []));

	it('is read and written by all of its agents, each with its own masks', async () => {
		const { lead, helper, model, trail } = team({});
		await run(lead);
		expect(results(helper)).toEqual([expect.stringMatching(/^\{"name":"goal","by":"lead","text":"Call \[EMAIL_1_\w+\]"\}$/), 'Noted.']);
		expect(results(model).at(-1)).toMatch(
			/^\{"name":"goal","by":"lead","text":"Call \[EMAIL_1_\w+\]"\}\n\{"name":"result","by":"helper","text":"Called."\}$/,
		);
		const notes = listNotes(trail());
		expect(notes.map(({ by, name }) => `${by}: ${name}`)).toEqual(['lead: goal', 'helper: result']);
		expect(JSON.stringify(trail())).not.toContain('ana@');
	});

	it('is bounded, and is not there without the setting', async () => {
		const full = team({ notes: 1, characters: 100 });
		await run(full.lead);
		expect(results(full.helper).at(-1)).toContain('has 1 notes, which is the max');
		const none = team();
		await run(none.lead);
		expect(results(none.model)[0]).toContain('There is no tool of this name');
	});
});
