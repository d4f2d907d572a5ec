import { describeInBrowser, openStage, type Stage } from './stage';
import { type Listed, mainNodes, subNodes } from './purposes';

/** As many entries are seen without scrolling. */
const inSight = 9;
const trigger = 'When chat message received';

describeInBrowser("n8n's picker", () => {
	let stage: Stage;
	beforeAll(async () => {
		stage = await openStage();
		const { canvas, panel } = stage.user;
		await canvas.startAnew();
		await canvas.begin('On chat message');
		await panel.close();
	}, 300_000);
	afterAll(() => stage?.close());

	/** Which searches do not bring the node into sight, and what they list instead. */
	async function unfound({ name, purposes }: Listed, first = inSight): Promise<string[]> {
		const missed: string[] = [];
		for (const text of [name, ...purposes]) {
			await stage.user.picker.search(text, name, first).catch((error: Error) => missed.push(error.message));
		}
		return missed;
	}

	describe('behind a trigger', () => {
		beforeAll(() => stage.user.canvas.openPickerAfter(trigger));
		afterAll(() => stage.user.picker.close());
		it.each(mainNodes)('finds $name by its name and by what it is for', async (node) => {
			expect(await unfound(node)).toEqual([]);
		});
		it.each(subNodes.filter(({ input }) => input !== 'Tool'))(
			'lists $name too, where n8n ranks what goes into an input below the rest',
			async (node) => {
				expect(await unfound(node, inSight * 2)).toEqual([]);
			},
		);
	});

	describe('in the AI view', () => {
		beforeAll(async () => {
			await stage.user.canvas.openPickerAfter(trigger);
			await stage.user.picker.openAiView();
		});
		afterAll(() => stage.user.picker.close());
		it.each(mainNodes)('finds $name by its name and by what it is for', async (node) => {
			expect(await unfound(node)).toEqual([]);
		});
	});

	it.each(mainNodes.filter((node) => node.trigger))('lists the trigger of $name beside its actions', async ({ name }) => {
		const { canvas, picker } = stage.user;
		await canvas.openPicker();
		await picker.search(name, name);
		const listed = await picker.readActions(name);
		await picker.close();
		expect(listed.filter((entry) => /^Triggers \(\d+\)/.test(entry))).toHaveLength(1);
		expect(listed.filter((entry) => /^Actions \(\d+\)/.test(entry))).toHaveLength(1);
		expect(listed).not.toContain('Custom API Call');
	});

	it('lists the agent first for "troupe"', async () => {
		const { canvas, picker } = stage.user;
		await canvas.openPicker();
		await picker.search('troupe', 'Troupe Agent', 1);
		await picker.close();
	});

	it('tags none of them as deprecated', async () => {
		const { canvas, picker } = stage.user;
		await canvas.openPicker();
		await picker.search('troupe', 'Troupe Registry');
		const tags = await picker.tags();
		await picker.close();
		expect(tags).toEqual([]);
	});

	describe('at the inputs of an agent', () => {
		beforeAll(async () => {
			const { canvas, panel } = stage.user;
			await canvas.addAfter(trigger, { search: 'AI Agent', name: 'AI Agent' });
			await panel.close();
		});
		it.each(['Chat Model', 'Memory', 'Tool'] as const)('finds those of the input %s by name and by what they are for', async (input) => {
			const { canvas, picker } = stage.user;
			await canvas.openPickerInto('AI Agent', input);
			const missed: string[] = [];
			for (const node of subNodes.filter((one) => one.input === input))
				missed.push(...(await unfound(node)).map((one) => `${node.name}: ${one}`));
			await picker.close();
			expect(missed).toEqual([]);
		});
	});
});
