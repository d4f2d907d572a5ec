/** What a task that waits for a person does, on whichever engine. */
import { createHmac } from 'node:crypto';
import { TroupeError } from '../../../core/base/errors';
import { answersTopic } from '../../../providers/compose/nodes/waiting-links';
import { cancelRun } from '../../../providers/compose/runs/cancel-run';
import { composeWakeUps } from '../../../providers/compose/state/host-wake-ups';
import { openNodeGate } from '../../fakes/permissive-gate';
import { waitUntil } from '../wait-until';
import { type Engine, QuestionDesk } from './question-desk';

const respondedAt = expect.stringMatching(/^\d{4}-.*Z$/) as string;
const both = { approvalOptions: { values: { approvalType: 'double', approveLabel: 'Pay back', disapproveLabel: 'Refuse <b>' } } };
const revoked = new TroupeError({ code: 'MANIFEST_REVOKED', message: 'The package was revoked.', fix: 'Use another.' });

const form = (fields: Record<string, string>): FormData => {
	const data = new FormData();
	for (const [name, value] of Object.entries(fields)) data.set(name, value);
	return data;
};

/** @param openEngine opens the engine of a folder: again, after everything was closed */
export function describeWaiting(name: string, openEngine: (folder: string) => Promise<Engine>): void {
	describe(`a node that asks people, on ${name}`, () => {
		let desk: QuestionDesk;
		beforeAll(async () => (desk = await QuestionDesk.open(openEngine)), 600_000);
		afterAll(() => desk?.close());

		const isGone = (jobKey: string): Promise<boolean> =>
			desk.engine.updateJobRetries(jobKey, 3).then(
				() => false,
				(error: unknown) => {
					expect(error).toMatchObject({ code: 'JOB_NOT_FOUND' });
					return true;
				},
			);

		test('who approves completes the task with what n8n returns', async () => {
			const { links, end } = await desk.askUntilEnd({ parameters: both });
			expect(links.map(({ searchParams }) => searchParams.get('approved'))).toEqual(['false', 'true']);
			const page = await desk.visit(links[1]!);
			expect(page).toMatchObject({ status: 200, text: expect.stringContaining('<button>Pay back</button>') as string });
			expect(page.text).toContain('Refund order 7?');
			expect((await desk.visit(links[0]!)).text).toContain('Refuse &#60;b&#62;');
			expect(await desk.press(links[1]!)).toMatchObject({ status: 200 });
			expect(await end).toMatchObject({ order: 7, answer: { data: { approved: true, respondedAt } } });
		});

		test('who declines does too, over Gmail, with whichever browser', async () => {
			const { links, end } = await desk.askUntilEnd({ parameters: both, over: 'gmail' });
			const decline = links.find(({ searchParams }) => searchParams.get('approved') === 'false')!;
			const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/141.0 Safari/537.36' };
			expect(await desk.visit(decline, { body: '', headers })).toMatchObject({
				status: 200,
				text: expect.stringContaining('<html') as string,
			});
			expect(await end).toMatchObject({ answer: { data: { approved: false, respondedAt } } });
		});

		test('free text is asked with the form of n8n', async () => {
			const { links, end } = await desk.askUntilEnd({ parameters: { responseType: 'freeText' } });
			expect((await desk.visit(links[0]!)).text).toContain("name='field-0'");
			await desk.visit(links[0]!, { body: form({ 'field-0': 'Only half of it' }), headers: { origin: 'null' } });
			expect(await end).toMatchObject({ answer: { data: { text: 'Only half of it', respondedAt } } });
		});

		test('a form of the designer is answered with its fields', async () => {
			const values = [
				{ fieldName: 'amount', fieldLabel: 'How much', fieldType: 'number', requiredField: true },
				{ fieldName: 'reason', fieldLabel: 'Why' },
			];
			const { links, end } = await desk.askUntilEnd({
				parameters: { responseType: 'customForm', defineForm: 'fields', formFields: { values } },
			});
			const page = await desk.visit(links[0]!);
			expect(page.text).toContain('How much');
			await desk.visit(links[0]!, { body: form({ 'field-0': '12.5', 'field-1': 'Broken' }) });
			expect(await end).toMatchObject({ answer: { data: { amount: 12.5, reason: 'Broken', respondedAt } } });
		});

		test('without an answer in time, the items pass through as in n8n', async () => {
			const values = { limitType: 'afterTimeInterval', resumeAmount: 0.02, resumeUnit: 'minutes' };
			const { links, end } = await desk.askUntilEnd({ parameters: { options: { limitWaitTime: { values } } } });
			expect(await end).toMatchObject({ answer: { order: 7 } });
			const run = (await desk.findRun())!;
			expect([run.state, run.durationMs! > 0]).toEqual(['completed', true]);
			expect(await desk.press(links[0]!)).toMatchObject({ status: 410 });
		});

		test('an answer counts once, and previews of the link do not count', async () => {
			const { links, end } = await desk.askUntilEnd({ parameters: both });
			for (const agent of [
				'Slackbot-LinkExpanding 1.0',
				'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36',
			])
				expect(await desk.visit(links[1]!, { headers: { 'user-agent': agent } })).toMatchObject({ status: 200 });
			const statuses = await Promise.all(
				[desk.press(links[0]!), desk.press(links[0]!), desk.press(links[1]!)].map(async (one) => (await one).status),
			);
			expect(statuses.sort()).toEqual([200, 410, 410]);
			expect(await end).toMatchObject({ answer: { data: { respondedAt } } });
			expect(await desk.visit(links[0]!)).toMatchObject({ status: 410 });
		});

		test('a link that was changed or made up is not valid', async () => {
			const { links, instanceKey } = await desk.ask({ parameters: both });
			const [decline] = links as [URL, URL];
			const changed = new URL(decline);
			changed.searchParams.set('approved', 'true');
			const unsigned = new URL(decline);
			unsigned.searchParams.delete('signature');
			const guessed = new URL(decline);
			guessed.pathname = guessed.pathname.replace(/[\w-]+$/, 'A'.repeat(43));
			const own = createHmac('sha256', 'unused').update(`${decline.pathname}?approved=true`).digest('hex');
			const signed = new URL(`${decline.origin}${decline.pathname}?approved=true&signature=${own}`);
			for (const link of [changed, unsigned, guessed, signed]) expect(await desk.press(link)).toMatchObject({ status: 404 });
			await desk.engine.cancel(instanceKey);
		});

		test('a cancelled instance asks nobody any more', async () => {
			const { links, instanceKey } = await desk.ask();
			await waitUntil('the task to wait', async () => (await desk.visit(links[0]!)).status === 200);
			await desk.engine.cancel(instanceKey);
			expect(await desk.visit(links[0]!)).toMatchObject({ status: 410 });
			expect(await desk.press(links[0]!)).toMatchObject({ status: 410 });
			expect(await desk.findRun({ instance: instanceKey })).toMatchObject({ state: 'cancelled' });
		});

		test('a task whose run somebody cancels stops at once, and asks nobody any more', async () => {
			const { links, instanceKey } = await desk.ask({ parameters: both });
			await waitUntil('the task to wait', async () => (await desk.visit(links[1]!)).status === 200);
			const { runId } = (await desk.findRun({ instance: instanceKey }))!;
			const delivered = desk.deliveries.length;
			const { is } = await cancelRun(runId, desk.host, { reason: 'twice', changedBy: 'ops' }, new AbortController().signal);
			expect(is).toBe('cancelled');
			await waitUntil('the job to be taken', () => desk.deliveries.length > delivered, { forMs: 20_000 });
			expect(await desk.press(links[1]!)).toMatchObject({ status: 410 });
			await desk.engine.cancel(instanceKey);
		});

		test('who answers while the worker is down is heard after it starts, and no message is sent twice', async () => {
			const { links, end } = await desk.askUntilEnd({ parameters: both });
			await waitUntil('the task to wait', async () => (await desk.visit(links[1]!)).status === 200);
			const { sent } = desk;
			await desk.closeWorker();
			expect(await desk.press(links[1]!)).toMatchObject({ status: 200 });
			await desk.openWorker();
			expect(await end).toMatchObject({ answer: { data: { approved: true } } });
			expect(desk.sent).toBe(sent);
		});

		test('a job that comes again goes on waiting, also on a machine that was started again', async () => {
			const heard = desk.outcomes.length;
			const { links } = await desk.ask({ parameters: both });
			await waitUntil('the task to wait', () => desk.outcomes.length > heard);
			const [sent, delivered] = [desk.sent, desk.deliveries.length];
			await desk.engine.extend(desk.deliveries.at(-1)!, 1);
			await waitUntil('the job to come again', () => desk.deliveries.length > delivered);
			await desk.stop();
			await desk.start();
			expect(await desk.visit(links[1]!)).toMatchObject({ status: 200, text: expect.stringContaining('Pay back') as string });
			expect(await desk.press(links[1]!)).toMatchObject({ status: 200 });
			await waitUntil('the job to be completed', () => isGone(desk.deliveries.at(-1)!), { forMs: 120_000 });
			expect(desk.sent).toBe(sent);
			expect(await desk.visit(links[0]!)).toMatchObject({ status: 410 });
		});

		test('a task whose package is revoked takes no answer and stops; allowed again, it goes on', async () => {
			const { links, end } = await desk.askUntilEnd({ parameters: both });
			await waitUntil('the task to wait', async () => (await desk.visit(links[1]!)).status === 200);
			const delivered = desk.deliveries.length;
			desk.nodeGate = { admit: () => Promise.reject(revoked) };
			expect(await desk.press(links[1]!)).toMatchObject({ status: 403 });
			(await composeWakeUps(desk.host)).wake(answersTopic);
			await waitUntil('the job to be taken', () => desk.deliveries.length > delivered);
			const jobKey = desk.deliveries.at(-1)!;
			const findIncident = async () => (await desk.engine.searchIncidents({})).find((incident) => incident.jobKey === jobKey);
			const { search } = desk.engine.capabilities;
			const incident = search ? await waitUntil('the incident', findIncident) : undefined;
			if (incident) expect(incident.message).toContain('MANIFEST_REVOKED: The package was revoked.');
			desk.nodeGate = openNodeGate();
			if (!incident) return;
			await desk.engine.updateJobRetries(jobKey, 1);
			await desk.engine.resolveIncident(incident.key);
			expect(await desk.press(links[1]!)).toMatchObject({ status: 200 });
			expect(await end).toMatchObject({ answer: { data: { approved: true } } });
		});
	});
}
