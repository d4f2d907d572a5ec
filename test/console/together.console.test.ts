import type { Page } from 'playwright-core';
import { calling } from '../fakes/tool-agent';
import { failWork, handOver, startTask, stateOf } from '../support/fill-inbox';
import { hearPerson } from '../support/privacy/hear-person';
import { describeConsole, openConsole } from './open-console';

const rights = [
	...['agent:run', 'agent:decide', 'run:read', 'process:read', 'process:run', 'channel:manage', 'conversation:manage', 'conversation:read'],
	...['work:manage', 'tenant:manage', 'audit:read'],
];
const pays = { text: '', ...calling(['pay', { number: 7, to: 'Maria' }, 'p']), finish: 'tool-calls' } as const;
const asks = { text: '', ...calling(['askPerson', { question: 'Which order?' }, 'q']), finish: 'tool-calls' } as const;

/** Presses the button of an act with a reason, in the dialog that asks for it. */
const withReason = (act: string, reason: string) => async (page: Page) => {
	await page.getByRole('button', { name: act }).click();
	await page.getByRole('dialog').getByLabel('Reason').fill(reason);
	return page.getByRole('dialog').getByRole('button', { name: act });
};

/** By kind: what a person fills in, up to the last button; and what is said when it was done. */
const deciding: Record<string, [prepare: (page: Page, who: string) => Promise<ReturnType<Page['getByRole']>>, done: string]> = {
	approval: [async (page) => page.getByRole('button', { name: 'Approve' }), 'Approved.'],
	question: [
		async (page, who) => {
			await page.getByRole('textbox').first().fill(`Order of ${who}`);
			return page.getByRole('button', { name: 'Send the answer' });
		},
		'Answered.',
	],
	task: [
		async (page, who) => {
			await page.getByLabel('Amount').fill(who === 'one' ? '10' : '20');
			await page.getByLabel('Reason').selectOption('It was late');
			return page.getByRole('button', { name: 'Complete the task' });
		},
		'The task is completed.',
	],
	'hand-over': [(page, who) => withReason('Somebody has seen to it', `${who} called.`)(page), 'Done.'],
	'data-request': [(page, who) => withReason('Note what was done', `${who} sent it.`)(page), 'Done.'],
	work: [
		async (page) => {
			await page.getByRole('button', { name: 'Give it up' }).click();
			return page.getByRole('dialog').getByRole('button', { name: 'Give it up' });
		},
		'Done.',
	],
};

describeConsole('two people in the inbox', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;
	const ask = async (path: string, body?: object) => {
		const key = await console.createKey('asker', rights);
		const headers = { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) };
		const answer = await fetch(`${console.url}/api/v1/${path}`, {
			method: body ? 'POST' : 'GET',
			headers,
			body: body && JSON.stringify(body),
		});
		if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
		return (await answer.json()) as Record<string, unknown>;
	};
	beforeAll(async () => {
		console = await openConsole([pays, asks, 'Paid.', 'Order 7.']);
		await ask('agents/clerk/runs', { message: 'Pay.' });
		await ask('agents/clerk/runs', { message: 'Ask.' });
		await hearPerson('5544988880001', [{ kind: 'text', text: 'quais dados vocês têm sobre mim?' }], stateOf(console.host));
		await handOver(console.host, '5544988880002');
		await startTask(console.engine, 'refund', 'Refund', { customer: 'Maria' });
		await failWork(console.host, 'often', 3);
	});
	afterAll(() => console.close());

	it.each(Object.entries(deciding))(
		'decide at once (%s): one does, the other is told that it waits no more',
		async (kind, [prepare, done]) => {
			const { items } = (await ask('inbox')) as unknown as { items: Array<{ kind: string; link: string }> };
			const { link } = items.find((item) => item.kind === kind)!;
			const path = link.replace('/console/', '');
			const people = await Promise.all(
				['one', 'other'].map((who) => console.signIn(rights, path).then(({ page, faults }) => ({ who, page, faults }))),
			);
			const buttons = await Promise.all(people.map(({ page, who }) => prepare(page, who)));
			// What is said of it is read as soon as it is said.
			const ends = people.map(async ({ page }) => {
				const [said, gone] = [page.getByText(done, { exact: true }), page.getByText('This waits no more.')];
				await said.or(gone).first().waitFor({ timeout: 60_000 });
				return (await gone.count()) > 0 ? 'gone' : 'done';
			});
			await Promise.all(buttons.map((button) => button.click()));
			expect((await Promise.all(ends)).toSorted()).toEqual(['done', 'gone']);
			const { items: left } = (await ask('inbox')) as unknown as { items: Array<{ link: string }> };
			expect(left.filter((item) => item.link === link)).toEqual([]);
			for (const { page } of people) await page.context().close();
		},
	);
});
