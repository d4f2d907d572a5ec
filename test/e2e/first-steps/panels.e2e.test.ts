import { PNG } from 'pngjs';
import { compare, comparePicture } from './pictures';
import { describeInBrowser, openStage, type Stage } from './stage';
import type { Choice } from './user/canvas';

interface Opened {
	/** Size of the picture. */
	file: string;
	choice: Choice;
	/** A field with a list that needs no credential: it opens, also where it is empty. */
	list?: string;
}

const panels: Opened[] = [
	{ file: 'troupe-agent', choice: { search: 'agent', name: 'Troupe Agent' } },
	{ file: 'troupe-crm', choice: { search: 'crm', name: 'Troupe PipeRun CRM', action: 'Record a lead' } },
	{ file: 'troupe-evaluation', choice: { search: 'evals', name: 'Troupe Evaluation', action: 'Run a set of cases' } },
	{ file: 'troupe-events-trigger', choice: { search: 'monitoring', name: 'Troupe Events Trigger' } },
	{ file: 'troupe-guardrails', choice: { search: 'pii', name: 'Troupe Guardrails', action: 'Check a text' } },
	{ file: 'troupe-channel', choice: { search: 'whatsapp', name: 'Troupe Channel', action: 'Send a text' } },
	{ file: 'troupe-channel-trigger', choice: { search: 'telegram', name: 'Troupe Channel', action: 'On new Troupe Channel event' } },
	{
		file: 'troupe-knowledge',
		choice: { search: 'rag', name: 'Troupe Knowledge', action: 'Search a collection' },
		list: 'Collection',
	},
	{ file: 'troupe-memory', choice: { search: 'facts', name: 'Troupe Memory', action: 'Remember facts or messages' } },
	{ file: 'troupe-model', choice: { search: 'llm', name: 'Troupe Model', action: 'Ask a model' } },
	{ file: 'troupe-planner', choice: { search: 'process design', name: 'Troupe Planner', action: 'Plan in a conversation' } },
	{ file: 'troupe-privacy', choice: { search: 'privacy', name: 'Troupe Privacy', action: 'Find what is stored of a person' } },
	{ file: 'troupe-process', choice: { search: 'bpmn', name: 'Troupe Process', action: 'Start a process and wait for its result' } },
	{ file: 'troupe-process-trigger', choice: { search: 'camunda', name: 'Troupe Process', action: 'On new Troupe Process event' } },
	{ file: 'troupe-registry', choice: { search: 'manifest', name: 'Troupe Registry', action: 'Get many rollouts' } },
	{ file: 'troupe-sandbox', choice: { search: 'sandbox', name: 'Troupe Sandbox', action: 'Run a script' } },
	{ file: 'troupe-guarded-model', choice: { search: 'troupe guarded', name: 'Troupe Guarded Model' } },
	{ file: 'troupe-model-router', choice: { search: 'troupe model router', name: 'Troupe Model Router' } },
	{ file: 'troupe-chat-memory', choice: { search: 'troupe chat memory', name: 'Troupe Chat Memory' } },
];

describeInBrowser('the panel of each node', () => {
	let stage: Stage;
	beforeAll(async () => {
		stage = await openStage();
		await stage.forgetCredentials();
		await stage.user.canvas.startAnew();
		await stage.user.canvas.beginByHand();
	}, 300_000);
	afterAll(() => stage?.close());

	it.each(panels)('opens without a complaint, and looks as in docs/images/panels: $file', async ({ file, choice, list }) => {
		const { canvas, panel } = stage.user;
		await canvas.addApart(choice);
		try {
			expect(await panel.complaints()).toEqual([]);
			await comparePicture(file, await panel.picture());
			if (list) expect((await panel.readList(list)).join('\n')).not.toMatch(/could not load|credential/i);
		} finally {
			await panel.close();
		}
	});
});

describe('a picture of a panel', () => {
	const draw = (paint: (x: number, y: number) => number): PNG => {
		const picture = new PNG({ width: 120, height: 90 });
		for (let y = 0; y < picture.height; y++)
			for (let x = 0; x < picture.width; x++)
				picture.data.fill(paint(x, y), (y * 120 + x) * 4, (y * 120 + x) * 4 + 3).fill(255, (y * 120 + x) * 4 + 3, (y * 120 + x) * 4 + 4);
		return picture;
	};
	/** Strokes as wide as those of letters. */
	const letters = (shade: number) => draw((x, y) => (y > 30 && y < 42 && x > 20 && x < 80 && x % 4 === 0 ? shade : 255));

	it('passes when the letters are drawn a little darker', () => {
		expect(compare(letters(60), letters(90))).toBeUndefined();
	});

	it('fails when a word is gone, or the panel has grown', () => {
		expect(
			compare(
				letters(60),
				draw(() => 255),
			)?.said,
		).toMatch(/^\d+ squares .* look different$/);
		const grown = new PNG({ width: 120, height: 120 });
		expect(compare(letters(60), grown)?.said).toBe('120 × 90 points then, 120 × 120 now');
	});
});
